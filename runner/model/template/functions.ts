import { reportDependencyCycle } from "./dependency-cycles.ts";
import type { Architecture, BuildMetadata, ImageConfig } from "../function.ts";
import { readImageCode, readZipCode } from "./function-code.ts";
import type { FunctionDeclaration, LayerReference } from "./function-declaration.ts";
import { readEnvironment } from "./function-environment.ts";
import { withGlobals } from "./globals.ts";
import { readLayers } from "./layers.ts";
import { limits } from "../limits.ts";
import { plainTriggers } from "./plain-triggers.ts";
import { PropertyReader } from "./property-reader.ts";
import { resolveProperties } from "./resolve-properties.ts";
import { resourceArn } from "./resource-values.ts";
import { checkRuntime } from "./runtime-problems.ts";
import type { Stack } from "./stack.ts";
import type { Resource } from "./template.ts";
import { childOf, entriesOf, plainValue, textOf } from "./template-node.ts";
import { serverlessTriggers } from "./triggers.ts";

export interface ReadOptions {
  readonly layersByArn: ReadonlyMap<string, LayerReference>;
  /** The day that decides which runtimes are deprecated. */
  readonly today: Date;
}

/** The functions of one stack, nested stacks apart, in the order of the template. What is wrong goes to the stack's problems. */
export function readFunctions(stack: Stack, options: ReadOptions): FunctionDeclaration[] {
  // Conditions that nothing uses can be wrong too.
  for (const [name, { keyRange }] of entriesOf(childOf(stack.template.root, "Conditions"))) {
    stack.condition(name, keyRange, stack.report);
  }
  const plain = plainTriggers(stack);
  return [...stack.template.resources.values()]
    .filter(({ type }) => type === "AWS::Serverless::Function" || type === "AWS::Lambda::Function")
    .filter(({ node, logicalId }) => stack.isIncluded(node, stack.reportOf(logicalId)))
    .map((resource) => {
      const declaration = readFunction(stack, resource, options);
      const more = plain.get(stack.physicalName(resource.logicalId, resource.keyRange, stack.report)) ?? [];
      return more.length === 0 ? declaration : { ...declaration, triggers: [...declaration.triggers, ...more] };
    });
}

function readFunction(stack: Stack, resource: Resource, { layersByArn, today }: ReadOptions): FunctionDeclaration {
  const { logicalId, type, keyRange: range } = resource;
  const report = stack.reportOf(logicalId);
  const isServerless = type === "AWS::Serverless::Function";
  const merged = isServerless ? withGlobals(stack.template, resource, "Function", stack.report) : resource.properties;
  const { properties: resolved, unknownVariables } = resolveProperties(stack, merged, report);
  const metadata = resource.metadata && stack.resolve(resource.metadata, report);
  const properties = new PropertyReader(resolved ?? { kind: "map", entries: new Map(), range }, report);
  if (resolved !== undefined && resolved.kind !== "map") {
    report({
      code: "property-type",
      severity: "error",
      message: `The Properties of ${logicalId} should be a map.`,
      hint: "Write them as names and values; until then they count as left out.",
      range: resolved.range,
    });
  }
  reportDependencyCycle(stack.template, resource, report);
  const owner = { type, properties, metadata, range, report };
  const packageType = readPackageType(properties);
  const runtime = packageType === "Zip" ? properties.text("Runtime") : undefined;
  const handler = packageType === "Zip" ? properties.text("Handler") : undefined;
  if (packageType === "Zip") {
    checkRuntime(
      runtime,
      properties.node("Runtime") === undefined ? range : properties.rangeOf("Runtime"),
      today,
      report,
    );
    if (handler === undefined) reportMissingHandler();
  }

  return {
    stack,
    statedName: properties.text("FunctionName"),
    statedNameRange: properties.rangeOf("FunctionName"),
    logicalId,
    range,
    packageType,
    runtime,
    handler,
    handlerRange: properties.node("Handler") === undefined ? range : properties.rangeOf("Handler"),
    architecture: readArchitecture(),
    memoryMb: properties.setting(limits.memoryMb, "MB", "memory-out-of-range", "MemorySize"),
    timeoutS: properties.setting(limits.timeoutS, "seconds", "timeout-out-of-range", "Timeout"),
    ephemeralStorageMb: properties.setting(
      limits.ephemeralStorageMb,
      "MB",
      "ephemeral-storage-out-of-range",
      "EphemeralStorage",
      "Size",
    ),
    code: packageType === "Image" ? readImageCode(owner) : readZipCode(owner, runtime),
    imageConfig: packageType === "Image" ? readImageConfig(properties) : undefined,
    layers: packageType === "Image" ? [] : readLayers(properties, layersByArn, stack.template.file, report),
    environment: readEnvironment(properties, report),
    unknownVariables,
    reservedConcurrency: readReservedConcurrency(),
    provisionedConcurrency: isServerless
      ? properties.integer("ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions")
      : undefined,
    triggers: isServerless ? serverlessTriggers(properties, report) : [],
    build: readBuild(),
    logging: {
      format: properties.word(["Text", "JSON"], "LoggingConfig", "LogFormat") ?? "Text",
      applicationLevel: properties.word(
        ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
        "LoggingConfig",
        "ApplicationLogLevel",
      ),
      systemLevel: properties.word(["DEBUG", "INFO", "WARN"], "LoggingConfig", "SystemLogLevel"),
      logGroup: properties.text("LoggingConfig", "LogGroup"),
    },
    description: properties.text("Description") ?? "",
    role: properties.text("Role") ?? resourceArn({ type: "AWS::IAM::Role", name: `${logicalId}Role` }, stack.pseudo),
  };

  function reportMissingHandler(): void {
    report({
      code: "handler-missing",
      severity: "error",
      message: properties.isUnknown("Handler")
        ? "The function has no Handler: its value is not known on this machine."
        : "The function has no Handler.",
      hint: "Set Handler to file.function, for instance index.handler.",
      range: properties.isUnknown("Handler") ? properties.rangeOf("Handler") : range,
    });
  }

  function readArchitecture(): Architecture {
    const [architecture = "x86_64", ...others] = properties.texts("Architectures") ?? [];
    if ((architecture === "x86_64" || architecture === "arm64") && others.length === 0) return architecture;
    report({
      code: "architecture-invalid",
      severity: "error",
      message: `Architectures should be [x86_64] or [arm64], not [${[architecture, ...others].join(", ")}].`,
      hint: "Name one of the two; a function has one architecture.",
      range: properties.rangeOf("Architectures"),
    });
    return architecture === "arm64" ? "arm64" : "x86_64";
  }

  function readReservedConcurrency(): number | undefined {
    const value = properties.integer("ReservedConcurrentExecutions");
    if (value === undefined || value >= 0) return value;
    report({
      code: "reserved-concurrency-invalid",
      severity: "error",
      message: `ReservedConcurrentExecutions is ${value}; it can't be below 0.`,
      hint: "Use 0 to throttle every call, or leave it out for no reservation.",
      range: properties.rangeOf("ReservedConcurrentExecutions"),
    });
    return undefined;
  }

  function readBuild(): BuildMetadata {
    const entries = entriesOf(childOf(metadata, "BuildProperties")).map(
      ([key, { value }]) => [key, plainValue(value)] as const,
    );
    return { method: textOf(childOf(metadata, "BuildMethod")), properties: Object.fromEntries(entries) };
  }
}

function readPackageType(properties: PropertyReader): "Zip" | "Image" {
  const stated = properties.word(["Zip", "Image"], "PackageType");
  const hasImage = properties.node("ImageUri") !== undefined || properties.node("Code", "ImageUri") !== undefined;
  return stated ?? (hasImage ? "Image" : "Zip");
}

function readImageConfig(properties: PropertyReader): ImageConfig {
  return {
    entryPoint: properties.texts("ImageConfig", "EntryPoint"),
    command: properties.texts("ImageConfig", "Command"),
    workingDirectory: properties.text("ImageConfig", "WorkingDirectory"),
  };
}
