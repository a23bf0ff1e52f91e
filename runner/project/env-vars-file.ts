import { readFile } from "node:fs/promises";
import { Failure } from "../model/failure.ts";
import { startOfFile, type Problem } from "../model/problem.ts";
import { withoutReserved } from "./reserved-overrides.ts";
import { whyUnreadable } from "./why-unreadable.ts";

type Variables = Readonly<Record<string, string>>;

export interface EnvVarsFile {
  readonly everyFunction: Variables;
  readonly byFunction: Readonly<Record<string, Variables>>;
}

/**
 * Reads SAM's `--env-vars` file: `{"Parameters": {"K": "v"}}` for all functions, any other key for one.
 *
 * @throws Failure `usage` when the file can't be read or holds something else
 */
export async function readEnvVarsFile(file: string, problems: Problem[]): Promise<EnvVarsFile> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const message = `The file of variables ${file} can't be read: ${whyUnreadable(cause)}. Correct the path after --env-vars.`;
    throw new Failure("usage", message, { cause });
  });
  const content = parse(text, file);
  if (!isRecord(content)) throw wrong(file, "it does not hold a JSON object");
  const { Parameters: everyFunction = {}, ...byFunction } = content;
  const read = (name: string, value: unknown): Variables => {
    if (!isRecord(value)) throw wrong(file, `${name} is not an object of variables`);
    const entries = Object.entries(value).map(([key, each]) => {
      if (typeof each === "string") return [key, each] as const;
      if (typeof each === "number" || typeof each === "boolean") return [key, String(each)] as const;
      throw wrong(file, `${name}.${key} is not a text`);
    });
    return withoutReserved(entries, () => ({ file, range: startOfFile }), problems);
  };
  return {
    everyFunction: read("Parameters", everyFunction),
    byFunction: Object.fromEntries(Object.entries(byFunction).map(([name, value]) => [name, read(name, value)])),
  };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrong(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(file: string, reason: string, cause?: unknown): Failure {
  return new Failure(
    "usage",
    `The file of variables ${file} can't be used: ${reason}. It should look like {"Parameters": {"NAME": "value"}}, or have a function's logical id in place of Parameters.`,
    { cause },
  );
}
