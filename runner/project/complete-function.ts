import path from "node:path";
import type { LambdaFunction } from "../model/function.ts";
import type { FunctionDeclaration } from "../model/template/function-declaration.ts";
import type { Stack } from "../model/template/stack.ts";
import { checkHandler } from "./check-handler.ts";
import { overriddenEnvironment, type EnvironmentOverrides } from "./environment-overrides.ts";
import { locateCode } from "./locate-code.ts";
import { checkPackageSize } from "./package-size.ts";

/**
 * A declared function with its code found on the disk, its name and its final environment. What the disk shows to be
 * wrong goes to the problems of the stack concerned.
 */
export async function completeFunction(
  name: string,
  declaration: FunctionDeclaration,
  overrides: EnvironmentOverrides,
  stacks: readonly Stack[],
): Promise<Omit<LambdaFunction, "problems">> {
  const { stack, logicalId, logging } = declaration;
  const template = stack.template.file;
  const report = stack.reportOf(logicalId);
  const layers = await Promise.all(
    declaration.layers.map(async (layer) => {
      const owner = stacks.find((candidate) => candidate.template.file === layer.template) ?? stack;
      return { name: layer.name, content: await locateCode(layer.content, layer.template, owner.report) };
    }),
  );
  const environment = await overriddenEnvironment(
    declaration.environment,
    [name, logicalId, [...stack.path, logicalId].join("/")],
    path.dirname(template),
    overrides,
  );
  for (const [variable, unknown] of declaration.unknownVariables) {
    if (environment[variable] === declaration.environment[variable]) unknown.forEach(report);
  }
  const fn = {
    name,
    logicalId,
    template,
    range: declaration.range,
    packageType: declaration.packageType,
    runtime: declaration.runtime,
    handler: declaration.handler,
    architecture: declaration.architecture,
    memoryMb: declaration.memoryMb,
    timeoutS: declaration.timeoutS,
    ephemeralStorageMb: declaration.ephemeralStorageMb,
    code: await locateCode(declaration.code, template, report),
    imageConfig: declaration.imageConfig,
    layers,
    environment,
    reservedConcurrency: declaration.reservedConcurrency,
    provisionedConcurrency: declaration.provisionedConcurrency,
    triggers: declaration.triggers,
    build: declaration.build,
    logging: { ...logging, logGroup: logging.logGroup ?? `/aws/lambda/${name}` },
    description: declaration.description,
    role: declaration.role,
  };
  await checkHandler(fn, declaration.handlerRange, report);
  await checkPackageSize(fn, declaration.code.range, report);
  return fn;
}
