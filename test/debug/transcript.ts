import { join } from "node:path";
import { environmentName } from "../../debug-adapter/child-configuration.ts";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";

/**
 * What is said in a debug session, in the order in which somebody said it or waited for it; what nobody waited for comes
 * last, sorted. Whatever differs from run to run or from machine to machine is named by what it is.
 */
export class Transcript {
  readonly #lines: string[] = [];
  readonly #rest: string[] = [];
  readonly #names: [value: string | RegExp, name: string][];
  /** By what was said to or by whom, in the order of appearance. */
  readonly #numbers = new Map<string, number[]>();
  #environments = 0;

  /** @param folder of the project */
  constructor(folder: string) {
    this.#names = [[folder, "<project>"], [installation, "<pilotlight>"], ...varying];
  }

  /** From now on, what is particular to the environment is called by its number. */
  name(environment: DebuggerEvent): void {
    const number = String(++this.#environments);
    const { functionName, environmentId, build, localRoot } = environment;
    const short = environmentName(environment).slice(functionName.length + 1);
    // A folder is named by its build, whose id may be part of another name.
    if (!this.#names.some(([value]) => value === localRoot)) this.#names.unshift([localRoot, `<code ${number}>`]);
    this.#names.push(
      [environmentId, `<environment ${number}>`],
      [short, `<environment ${number}>`],
      [build, `<build ${number}>`],
    );
  }

  /** What happened besides. */
  note(text: string): void {
    this.#lines.push(`\n# ${this.#normalString(text)}`);
  }

  asked(whom: string, command: string, args: object): void {
    this.#lines.push(`→ ${whom}: ${command}${this.#written(whom, args)}`);
  }

  answered(whom: string, command: string, body: unknown): void {
    this.#lines.push(`← ${whom}: ${command}${this.#written(whom, body)}`);
  }

  told(whom: string, event: string, body: unknown): void {
    this.#lines.push(`← ${whom}: event ${event}${this.#written(whom, body)}`);
  }

  toldUnasked(whom: string, event: string, body: unknown): void {
    // A debugger tells of threads of its own as they come and go; those of the adapter are environments.
    if (isOfTheMoment(event, body) || (event === "thread" && whom !== "adapter")) return;
    this.#rest.push(`← ${whom}: event ${event}${this.#written(whom, body)}`);
  }

  get text(): string {
    return [...this.#lines, "\n# What else they said, sorted", ...this.#rest.sort(), ""].join("\n").trimStart();
  }

  #written(whom: string, body: unknown): string {
    if (body === undefined || JSON.stringify(body) === "{}") return "";
    const short = JSON.stringify(this.#normal(whom, "", body));
    return short.length < 100 ? ` ${short}` : ` ${JSON.stringify(this.#normal(whom, "", body), null, 2)}`;
  }

  #normal(whom: string, key: string, value: unknown): unknown {
    if (typeof value === "string") return this.#normalString(value);
    if (typeof value === "number") return this.#normalNumber(whom, key, value);
    if (Array.isArray(value)) return value.map((each) => this.#normal(whom, key, each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.#normal(whom, name, each)]));
  }

  #normalString(text: string): string {
    return this.#names.reduce((result, [value, name]) => result.replaceAll(value, name), text);
  }

  #normalNumber(whom: string, key: string, value: number): unknown {
    if (key === "port" || key === "totalFrames") return `<${key}>`;
    const kind = numbered[key];
    // Zero says that there is none.
    if (kind === undefined || value === 0) return value;
    const name = `${whom} ${kind}`;
    const known = this.#numbers.get(name) ?? [];
    this.#numbers.set(name, known);
    if (!known.includes(value)) known.push(value);
    return `<${kind} ${String(known.indexOf(value) + 1)}>`;
  }
}

const installation = join(import.meta.dirname, "..", "..", "dist");

/** What debuggers count as they please, by the fields that it is in. */
const numbered: Readonly<Record<string, string>> = {
  threadId: "thread",
  id: "id",
  frameId: "id",
  variablesReference: "reference",
  sourceReference: "reference",
  systemProcessId: "process",
};

const varying: readonly [RegExp, string][] = [
  [/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, "<request>"],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"],
  [/\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}/g, "<log stream>"],
  [/(?<=Runtime Version: \S+ )[\d.]+/g, "<version>"],
  [/[\d.]+ ms\b/g, "<some> ms"],
  [/Max Memory Used: \d+ MB/g, "Max Memory Used: <some> MB"],
  [/0x[\da-f]{6,}/g, "<address>"],
];

/** What comes or doesn't as chance has it (what takes long is told of), or is about the debugger itself. */
function isOfTheMoment(event: string, body: unknown): boolean {
  const { category, output } = (body ?? {}) as { readonly category?: unknown; readonly output?: unknown };
  // Whether there is progress to show is a matter of half a second.
  if (category === "console" && String(output).endsWith("…\n")) return true;
  return /^(terminated|closed|module|progress\w+)$/.test(event) || category === "telemetry";
}
