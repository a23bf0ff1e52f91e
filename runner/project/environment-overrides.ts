import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { Failure } from "../model/failure.ts";
import type { Problem } from "../model/problem.ts";
import { readEnvVarsFile } from "./env-vars-file.ts";
import { withoutReserved } from "./reserved-overrides.ts";
import { whyUnreadable } from "./why-unreadable.ts";

type Variables = Readonly<Record<string, string>>;

/** Variables from outside of the templates. Later members win over earlier ones, all of them over the template. */
export interface EnvironmentOverrides {
  /** The workspace folder's `.env`. */
  readonly workspace: Variables;
  readonly workspaceFolder: string;
  /** Files named with `--env-file`, the last one wins. */
  readonly files: Variables;
  /** `Parameters` of SAM's `--env-vars` file: for every function. */
  readonly everyFunction: Variables;
  /** The rest of that file: by logical id, function name or path of nested stacks. */
  readonly byFunction: Readonly<Record<string, Variables>>;
  readonly byFunctionFile: string | undefined;
  readonly problems: readonly Problem[];
}

export interface OverrideSources {
  readonly root: string;
  /** SAM's `--env-vars` JSON, absolute or relative to `root`. */
  readonly envVarsFile?: string;
  /** `.env` files, absolute or relative to `root`. */
  readonly envFiles?: readonly string[];
}

/**
 * Reads the variables that people set for local runs. A `.env` in the workspace folder counts without being named.
 *
 * @throws Failure `usage` when a named file can't be read or is not what it should be
 */
export async function loadEnvironmentOverrides(sources: OverrideSources): Promise<EnvironmentOverrides> {
  const root = path.resolve(sources.root);
  const problems: Problem[] = [];
  const workspace = await readDotEnv(path.join(root, ".env"), problems).catch(() => ({}));
  const files: Record<string, string> = {};
  for (const name of sources.envFiles ?? []) {
    const file = path.resolve(root, name);
    const variables = await readDotEnv(file, problems).catch((cause: unknown) => {
      const message = `The file of variables ${file} can't be read: ${whyUnreadable(cause)}. Correct the path after --env-file.`;
      throw new Failure("usage", message, { cause });
    });
    Object.assign(files, variables);
  }
  const byFunctionFile = sources.envVarsFile === undefined ? undefined : path.resolve(root, sources.envVarsFile);
  const { everyFunction, byFunction } =
    byFunctionFile === undefined
      ? { everyFunction: {}, byFunction: {} }
      : await readEnvVarsFile(byFunctionFile, problems);
  return { workspace, workspaceFolder: root, files, everyFunction, byFunction, byFunctionFile, problems };
}

/**
 * A function's variables: the template's, then the `.env` of the workspace and of the template's folder, then the named
 * files, then the `--env-vars` file. Unlike in SAM, variables the template does not declare may be set too.
 *
 * @param names what the function is known by: name, logical id, path of nested stacks
 */
export async function overriddenEnvironment(
  declared: Variables,
  names: readonly string[],
  templateFolder: string,
  overrides: EnvironmentOverrides,
): Promise<Record<string, string>> {
  const isSame = path.resolve(templateFolder) === overrides.workspaceFolder;
  const beside = isSame ? {} : await readDotEnv(path.join(templateFolder, ".env"), []).catch(() => ({}));
  const own = names.filter((name) => Object.hasOwn(overrides.byFunction, name));
  return Object.assign(
    {},
    declared,
    overrides.workspace,
    beside,
    overrides.files,
    overrides.everyFunction,
    ...own.map((name) => overrides.byFunction[name]),
  ) as Record<string, string>;
}

async function readDotEnv(file: string, problems: Problem[]): Promise<Variables> {
  const text = await readFile(file, "utf8");
  const lines = text.split("\n");
  const parsed = Object.entries(parseEnv(text)).map(([key, value]) => [key, value ?? ""] as const);
  const at = (key: string) => {
    const isOfKey = (each: string) =>
      each
        .split("=", 1)[0]
        ?.replace(/^\s*export\s/, "")
        .trim() === key;
    const line = Math.max(0, lines.findIndex(isOfKey));
    return { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } };
  };
  return withoutReserved(parsed, (key) => ({ file, range: at(key) }), problems);
}
