import type { EstimatedFunction } from "../../../runner/model/estimate/function-estimate.ts";
import { limits } from "../../../runner/model/limits.ts";
import { startOfFile } from "../../../runner/model/problem.ts";
import { withGlobals } from "../../../runner/model/template/globals.ts";
import { PropertyReader } from "../../../runner/model/template/property-reader.ts";
import { Stack } from "../../../runner/model/template/stack.ts";
import type { Resource } from "../../../runner/model/template/template.ts";
import {
  childOf,
  entriesOf,
  textNode,
  textOf,
  type MapEntry,
  type TemplateNode,
} from "../../../runner/model/template/template-node.ts";
import type { TemplateReading } from "./template-reader.ts";

/** A function as a template's text has it now. */
export interface TemplateFunction {
  readonly logicalId: string;
  /** `FunctionName`, else the logical id. */
  readonly name: string;
  readonly resource: Resource;
  readonly settings: EstimatedFunction;
  /** What is unknown on this machine stands in `settings` with Lambda's default. */
  readonly unknown: ReadonlySet<UnknownSetting>;
}

/** What a template may leave to the deployment. */
export type UnknownSetting = (typeof settingPaths)[number][0];

export interface TemplateValues {
  /** `eu-west-1` */
  readonly region: string;
  readonly parameterOverrides: Readonly<Record<string, string>>;
}

/** The functions of a template, in its order, as far as they can be read. Those whose condition is false are left out. */
export function templateFunctions(
  { template, lastGlobals }: TemplateReading,
  { region, parameterOverrides }: TemplateValues,
): TemplateFunction[] {
  const { root } = template;
  if (root === undefined) return [];
  // Not to have all figures jump while somebody types in Globals.
  const complete =
    lastGlobals === undefined
      ? template
      : {
          ...template,
          root: { ...root, entries: new Map<string, MapEntry>(root.entries).set("Globals", lastGlobals) },
        };
  const stack = new Stack(complete, {
    pseudo: { region, accountId: "123456789012", stackName: "local" },
    path: [],
    parameter: (name) => {
      const value = parameterOverrides[name];
      return value === undefined ? undefined : textNode(value, startOfFile);
    },
  });
  return [...template.resources.values()]
    .filter(isFunction)
    .filter(({ node }) => stack.isIncluded(node, ignored))
    .map((resource) => readFunction(stack, resource));
}

function isFunction({ type }: Resource): boolean {
  return type === "AWS::Serverless::Function" || type === "AWS::Lambda::Function";
}

/** What is wrong with a template is told by whoever loads it. */
function ignored(): void {
  return;
}

const read = [
  "Architectures",
  "EphemeralStorage",
  "FunctionName",
  "ImageUri",
  "MemorySize",
  "PackageType",
  "ProvisionedConcurrencyConfig",
  "Runtime",
  "Timeout",
] as const;

function readFunction(stack: Stack, resource: Resource): TemplateFunction {
  const isServerless = resource.type === "AWS::Serverless::Function";
  const written = isServerless ? withGlobals(stack.template, resource, "Function", ignored) : resource.properties;
  const resolved = read.flatMap((name) => {
    const node = childOf(written, name);
    const value = node && stack.resolve(node, ignored);
    return value === undefined ? [] : [[name, { keyRange: value.range, value }] as const];
  });
  const properties = new PropertyReader(
    { kind: "map", entries: new Map<string, MapEntry>(resolved), range: resource.keyRange },
    ignored,
  );
  const isImage =
    properties.text("PackageType") === "Image" ||
    childOf(written, "ImageUri") !== undefined ||
    childOf(written, "Code", "ImageUri") !== undefined;
  const name = properties.text("FunctionName") ?? resource.logicalId;
  const provisionedConcurrency = properties.integer("ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions");
  const method = textOf(childOf(resource.metadata, "BuildMethod"));
  const program = method?.startsWith("go") ? "go" : method?.startsWith("rust") ? "rust" : undefined;
  return {
    logicalId: resource.logicalId,
    name,
    resource,
    settings: {
      name,
      runtime: isImage ? null : (properties.text("Runtime") ?? null),
      packageType: isImage ? "Image" : "Zip",
      architecture: properties.texts("Architectures")?.[0] === "arm64" ? "arm64" : "x86_64",
      memoryMb: properties.setting(limits.memoryMb, "MB", "", "MemorySize"),
      timeoutS: properties.setting(limits.timeoutS, "seconds", "", "Timeout"),
      ephemeralStorageMb: properties.setting(limits.ephemeralStorageMb, "MB", "", "EphemeralStorage", "Size"),
      ...(provisionedConcurrency === undefined ? {} : { provisionedConcurrency }),
      ...(program === undefined ? {} : { program }),
    },
    unknown: new Set(settingPaths.filter(([, ...path]) => properties.isUnknown(...path)).map(([setting]) => setting)),
  };
}

const settingPaths = [
  ["memoryMb", "MemorySize"],
  ["timeoutS", "Timeout"],
  ["ephemeralStorageMb", "EphemeralStorage", "Size"],
  ["runtime", "Runtime"],
] as const;

/** Entries of `Globals.Function`, as the text has them now. */
export function globalEntries({ template, lastGlobals }: TemplateReading): readonly (readonly [string, MapEntry])[] {
  return lastGlobals === undefined ? entriesOf(childOf(template.root, "Globals", "Function")) : [];
}

/** The function says it itself, rather than have it from `Globals`. */
export function isOwn({ resource }: TemplateFunction, property: string): boolean {
  const properties: TemplateNode | undefined = resource.properties;
  return properties?.kind === "map" && properties.entries.has(property);
}
