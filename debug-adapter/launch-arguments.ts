import { resolve } from "node:path";
import { Failure } from "../runner/model/failure.ts";
import type { ChildOptions } from "./child-configuration.ts";

/** What a client asks for with `launch` or `attach`. */
export interface LaunchArguments extends ChildOptions {
  /** Undefined for all functions of the project. */
  readonly functionName: string | undefined;
  /** To call the function with at once: JSON text, or the absolute path of a file. */
  readonly event: { readonly text: string } | { readonly file: string } | undefined;
  /** Absolute path of the template that the function is in; undefined when any will do. */
  readonly template: string | undefined;
  /** Variables of the function while it is debugged, over the template's. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it is to run meanwhile; undefined when that does not matter. */
  readonly engine: "container" | "process" | undefined;
  /** Call it, and no more. */
  readonly noDebug: boolean;
  /** Options of `pilotlight start`, for where there is no runner yet. */
  readonly runnerArguments: readonly string[];
}

/**
 * Arguments come from files that people write: what is missing, or of the wrong kind, is said with its name.
 *
 * @param request `attach` is about all functions when it names none, and `"*"` is about all, too
 * @param given `{ function, workspace?, template?, event?, environment?, engine?, stopOnEntry?, noDebug?, skipFiles?,
 *   justMyCode?, go?, java?, native?, node?, python?, ruby?, runnerArguments? }`, as the manifest of the extension describes them
 * @param cwd absolute path: the workspace when none is given, and what relative paths start from
 * @throws Failure `usage`
 */
export function launchArguments(request: "launch" | "attach", given: unknown, cwd: string): LaunchArguments {
  const read = (given ?? {}) as Readonly<Record<string, unknown>>;
  const workspace = resolve(cwd, text("workspace", read["workspace"] ?? "."));
  const functionName = functionNameOf(request, read["function"]);
  const event = request === "attach" ? undefined : eventOf(read["event"], workspace);
  if (functionName === undefined && event !== undefined) {
    throw new Failure("usage", 'An event is for one function. Set "function" to its name, or leave "event" out.');
  }
  return {
    functionName,
    workspace,
    event,
    template: read["template"] === undefined ? undefined : resolve(workspace, text("template", read["template"])),
    environment: variables(read["environment"] ?? {}),
    engine: engineOf(read["engine"]),
    stopOnEntry: flag("stopOnEntry", read["stopOnEntry"] ?? false),
    noDebug: read["noDebug"] === true,
    skipFiles: read["skipFiles"] === undefined ? undefined : texts("skipFiles", read["skipFiles"]),
    justMyCode: flag("justMyCode", read["justMyCode"] ?? true),
    go: table("go", read["go"] ?? {}),
    java: table("java", read["java"] ?? {}),
    native: table("native", read["native"] ?? {}),
    node: table("node", read["node"] ?? {}),
    python: table("python", read["python"] ?? {}),
    ruby: table("ruby", read["ruby"] ?? {}),
    runnerArguments: texts("runnerArguments", read["runnerArguments"] ?? []),
  };
}

function functionNameOf(request: "launch" | "attach", name: unknown): string | undefined {
  if (name === "*" || (request === "attach" && name === undefined)) return undefined;
  if (typeof name === "string" && name !== "") return name;
  const message =
    'The configuration names no function. Set "function" to the name of one, as the template has it, or to "*" for all.';
  throw new Failure("usage", message);
}

/** A text is a path; everything else is the event itself. */
function eventOf(event: unknown, workspace: string): LaunchArguments["event"] {
  if (event === undefined) return undefined;
  return typeof event === "string" ? { file: resolve(workspace, event) } : { text: JSON.stringify(event) };
}

function engineOf(engine: unknown): LaunchArguments["engine"] {
  if (engine === undefined || engine === "container" || engine === "process") return engine;
  return refuse("engine", engine, '"container" or "process"');
}

/** Numbers and the like, which people write without quotes, become texts. */
function variables(given: unknown): LaunchArguments["environment"] {
  const entries = Object.entries(table("environment", given));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      return [name, isPlain ? String(value) : refuse(`environment.${name}`, value, "a text")];
    }),
  );
}

function text(name: string, value: unknown): string {
  return typeof value === "string" ? value : refuse(name, value, "a text");
}

function texts(name: string, value: unknown): string[] {
  const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
  return isList ? value : refuse(name, value, "a list of texts");
}

function flag(name: string, value: unknown): boolean {
  return typeof value === "boolean" ? value : refuse(name, value, "true or false");
}

function table(name: string, value: unknown): Readonly<Record<string, unknown>> {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? (value as Record<string, unknown>) : refuse(name, value, "an object");
}

function refuse(name: string, value: unknown, wanted: string): never {
  const message = `"${name}" of the configuration is ${JSON.stringify(value)}. Set it to ${wanted}, or leave it out.`;
  throw new Failure("usage", message);
}
