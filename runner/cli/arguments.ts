import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Host } from "../host.ts";
import { limitForms, parseLimits, type EstimateLimit } from "../model/estimate/limits-of-estimates.ts";
import { Failure } from "../model/failure.ts";
import { limits } from "../model/limits.ts";
import { parseParameterOverrides } from "../project/parameter-overrides.ts";
import type { ReloadOptions, RunnerOptions } from "../runner-options.ts";

/** Options of a runner before anybody looked for credentials. */
export type RunnerArguments = Omit<RunnerOptions, "credentials"> & {
  readonly passCredentials: boolean;
  readonly profile: string | undefined;
};

export type Command =
  | { readonly name: "help"; readonly of: string | undefined }
  | { readonly name: "version" }
  | {
      readonly name: "start";
      readonly runner: RunnerArguments;
      readonly json: boolean;
      /** Stops when no client holds it any more. */
      readonly whileUsed: boolean;
      /** Goes on when whoever reads its output is gone. */
      readonly isDetached: boolean;
    }
  | {
      readonly name: "invoke";
      readonly runner: RunnerArguments;
      readonly functionName: string;
      /** A path, `-` or JSON text; undefined for an empty object. */
      readonly event: string | undefined;
      readonly json: boolean;
    }
  | { readonly name: "list"; readonly runner: RunnerArguments; readonly json: boolean }
  | {
      readonly name: "estimate";
      readonly runner: RunnerArguments;
      /** Undefined for all of them. */
      readonly functionName: string | undefined;
      /** Undefined: as the file beside the template says, or by default. */
      readonly callsPerMonth: number | undefined;
      readonly limits: readonly EstimateLimit[];
      readonly json: boolean;
      /** To tell what estimates are made from, rather than the estimates. */
      readonly known: boolean;
    }
  | {
      readonly name: "logs";
      readonly root: string;
      readonly functionName: string;
      readonly follow: boolean;
      readonly sinceMs: number | undefined;
      readonly filter: string | undefined;
      readonly limit: number;
      readonly json: boolean;
    }
  | {
      readonly name: "tune";
      readonly runner: RunnerArguments;
      readonly functionName: string;
      /** As for `invoke`; undefined where runs at hand will do. */
      readonly event: string | undefined;
      readonly runs: number | undefined;
      readonly verify: boolean;
      /** Undefined for a choice of sizes. */
      readonly sizes: readonly number[] | undefined;
      readonly json: boolean;
      /** Writes the recommended memory into the template. */
      readonly apply: boolean;
    }
  | { readonly name: "stop"; readonly root: string };

const projectOptions = {
  template: { type: "string", short: "t", multiple: true },
  workspace: { type: "string" },
  "parameter-overrides": { type: "string", multiple: true },
  "env-vars": { type: "string" },
  "env-file": { type: "string", multiple: true },
  region: { type: "string" },
  engine: { type: "string" },
  image: { type: "string", multiple: true },
  "code-transfer": { type: "string" },
  "pass-credentials": { type: "boolean" },
  profile: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const commandOptions = {
  start: {
    ...projectOptions,
    port: { type: "string" },
    "idle-timeout": { type: "string" },
    concurrency: { type: "string" },
    "no-watch": { type: "boolean" },
    "watch-polling": { type: "boolean" },
    "watch-ignore": { type: "string", multiple: true },
    "no-measure": { type: "boolean" },
    spares: { type: "string" },
    "spare-memory": { type: "string" },
    "while-used": { type: "boolean" },
    detached: { type: "boolean" },
  },
  invoke: { ...projectOptions, event: { type: "string", short: "e" } },
  list: projectOptions,
  estimate: {
    ...projectOptions,
    known: { type: "boolean" },
    calls: { type: "string" },
    "fail-over": { type: "string", multiple: true },
  },
  logs: {
    workspace: { type: "string" },
    follow: { type: "boolean", short: "f" },
    since: { type: "string" },
    filter: { type: "string" },
    limit: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
  tune: {
    ...projectOptions,
    event: { type: "string", short: "e" },
    runs: { type: "string" },
    verify: { type: "boolean" },
    sizes: { type: "string" },
    apply: { type: "boolean" },
  },
  stop: { workspace: { type: "string" }, help: { type: "boolean", short: "h" } },
} as const;

type CommandName = keyof typeof commandOptions;

/**
 * Reads a command line, without the interpreter and the script.
 *
 * @throws Failure `usage`
 */
export function parseCommand(argv: readonly string[], cwd: string, host: Host, now: Date): Command {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h") return { name: "help", of: undefined };
  if (name === "help") {
    if (rest[0] === undefined || isCommandName(rest[0])) return { name: "help", of: rest[0] };
    throw wrong(`There is no command ${rest[0]}.`, undefined);
  }
  if (name === "--version" || name === "version") return { name: "version" };
  if (!isCommandName(name)) throw wrong(`There is no command ${name}.`, undefined);
  const { values, positionals } = parse(name, rest);
  if (values["help"] === true) return { name: "help", of: name };
  const read = new Values(name, values);
  const root = existingFolder(resolve(cwd, read.text("workspace") ?? "."), name);
  const json = values["json"] === true;
  const takesFunction = ["invoke", "logs", "tune", "estimate"].includes(name);
  const [functionName, ...surplus] = takesFunction ? positionals : ["", ...positionals];
  if (surplus[0] !== undefined) {
    const takes = takesFunction ? "one function and options" : "options only";
    throw wrong(`pilotlight ${name} takes ${takes}, so "${surplus[0]}" is too much.`, name);
  }
  if (name === "estimate") {
    return {
      name,
      runner: runnerArguments(read, root, cwd, host, false),
      functionName,
      callsPerMonth: read.text("calls") === undefined ? undefined : read.number("calls", 0, 0, 1_000_000_000_000),
      limits: read.limits("fail-over"),
      json,
      known: read.has("known"),
    };
  }
  if (functionName === undefined) throw wrong(`pilotlight ${name} needs the name of a function.`, name);
  switch (name) {
    case "start":
      return {
        name,
        runner: runnerArguments(read, root, cwd, host, true),
        json,
        whileUsed: read.has("while-used"),
        isDetached: read.has("detached"),
      };
    case "list":
      return { name, runner: runnerArguments(read, root, cwd, host, false), json };
    case "invoke":
      return {
        name,
        runner: runnerArguments(read, root, cwd, host, false),
        functionName,
        event: read.text("event"),
        json,
      };
    case "logs":
      return {
        name,
        root,
        functionName,
        json,
        follow: values["follow"] === true,
        sinceMs: read.since(now),
        filter: read.text("filter"),
        limit: read.number("limit", 1000, 1, 100_000),
      };
    case "tune":
      return {
        name,
        runner: runnerArguments(read, root, cwd, host, false),
        functionName,
        event: read.text("event"),
        runs: read.text("runs") === undefined ? undefined : read.number("runs", 0, 1, 1000),
        verify: read.has("verify") || read.text("sizes") !== undefined,
        sizes: read.memorySizes(),
        json,
        apply: read.has("apply"),
      };
    case "stop":
      return { name, root };
  }
}

function reloadOptions(read: Values): ReloadOptions {
  return {
    usePolling: read.has("watch-polling"),
    ignore: read.texts("watch-ignore"),
    spareLimits: {
      count: read.number("spares", 3, 0, 100),
      memoryMb: read.number("spare-memory", 512, 0, 1_000_000),
    },
  };
}

/** @param isLasting the runner outlives the command's own work, so that reloads matter */
function runnerArguments(read: Values, root: string, cwd: string, host: Host, isLasting: boolean): RunnerArguments {
  const envVars = read.text("env-vars");
  return {
    root,
    host,
    templates: read.texts("template").map((file) => resolve(cwd, file)),
    parameterOverrides: parseParameterOverrides(read.texts("parameter-overrides")),
    envVarsFile: envVars === undefined ? undefined : resolve(cwd, envVars),
    envFiles: read.texts("env-file").map((file) => resolve(cwd, file)),
    region: read.text("region"),
    engine: read.oneOf("engine", ["auto", "container", "process"]),
    images: read.pairs("image"),
    codeTransfer: read.oneOf("code-transfer", ["auto", "mount", "copy"]),
    port: read.number("port", 3001, 0, 65_535),
    accountConcurrency: read.number("concurrency", 1000, 1, 100_000),
    idleTimeoutMs: read.number("idle-timeout", 600, 1, 86_400) * 1000,
    mayMeasure: isLasting && !read.has("no-measure"),
    reload: isLasting && !read.has("no-watch") ? reloadOptions(read) : undefined,
    passCredentials: read.has("pass-credentials"),
    profile: read.text("profile"),
  };
}

/** The values of one command line, each read with a check that names its option. */
class Values {
  readonly #command: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(command: string, values: Readonly<Record<string, unknown>>) {
    this.#command = command;
    this.#values = values;
  }

  has(option: string): boolean {
    return this.#values[option] === true;
  }

  text(option: string): string | undefined {
    const value = this.#values[option];
    return typeof value === "string" ? value : undefined;
  }

  texts(option: string): string[] {
    const value = this.#values[option];
    return Array.isArray(value) ? value.map(String) : [];
  }

  number(option: string, fallback: number, min: number, max: number): number {
    const text = this.text(option);
    if (text === undefined) return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw wrong(`--${option} takes a whole number from ${min} to ${max}, not ${text}.`, this.#command);
  }

  /** Of `--sizes`, in MB. */
  memorySizes(): number[] | undefined {
    const { min, max } = limits.memoryMb;
    return this.text("sizes")
      ?.split(",")
      .map((text) => {
        const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
        if (value >= min && value <= max) return value;
        throw wrong(`--sizes takes sizes in MB from ${min} to ${max} with commas between, not ${text}.`, this.#command);
      });
  }

  /** The first of `allowed` is the default. */
  oneOf<const Allowed extends string>(option: string, allowed: readonly [Allowed, ...Allowed[]]): Allowed {
    const text = this.text(option) ?? allowed[0];
    const found = allowed.find((each) => each === text);
    if (found !== undefined) return found;
    throw wrong(`--${option} takes ${allowed.join(", ")}, not ${text}.`, this.#command);
  }

  pairs(option: string): Record<string, string> {
    const pairs = this.texts(option).map((text): [string, string] => {
      const at = text.indexOf("=");
      if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
      throw wrong(`--${option} takes RUNTIME=IMAGE, not ${text}.`, this.#command);
    });
    return Object.fromEntries(pairs);
  }

  limits(option: string): EstimateLimit[] {
    return this.texts(option).flatMap((text) => {
      const read = parseLimits(text);
      if ("limits" in read) return read.limits;
      throw wrong(`--${option} takes ${limitForms}, with commas between several, not "${read.wrong}".`, this.#command);
    });
  }

  /** Unix time in ms of `--since`. */
  since(now: Date): number | undefined {
    const text = this.text("since");
    if (text === undefined) return undefined;
    const [, amount, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
    if (amount !== undefined) return now.getTime() - Number(amount) * (unitMs[unit] ?? 0);
    const time = Date.parse(text);
    if (!Number.isNaN(time)) return time;
    throw wrong(`--since takes 90s, 10m, 2h, 1d or an ISO date, not ${text}.`, this.#command);
  }
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parse(name: CommandName, rest: readonly string[]): Parsed {
  try {
    return parseArgs({ args: [...rest], options: commandOptions[name], allowPositionals: true });
  } catch (error) {
    throw wrong(reasonOf(error, rest), name);
  }
}

/** Node's own texts explain how to escape dashes, to people who have mistyped an option. */
function reasonOf(error: unknown, rest: readonly string[]): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, option = ""] = /'(?:-\w, )?(-[^' ]+)/.exec(message) ?? [];
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
      return `There is no option ${option}.`;
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE": {
      if (message.includes("does not take an argument")) return `${option} takes no value.`;
      const next = rest[rest.indexOf(option) + 1];
      return next?.startsWith("-") === true
        ? `${option} needs a value, and ${next} looks like an option; if it is the value, write ${option}=${next}.`
        : `${option} needs a value.`;
    }
    default:
      return message;
  }
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandOptions, name);
}

function existingFolder(path: string, command: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw wrong(`The workspace ${path} is not a folder.`, command);
}

function wrong(what: string, command: string | undefined): Failure {
  const where = command === undefined ? "pilotlight --help" : `pilotlight ${command} --help`;
  return new Failure("usage", `${what} See \`${where}\`.`);
}
