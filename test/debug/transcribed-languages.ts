import type { EngineKind } from "../harness/engines.ts";
import type { PartName } from "../harness/parts.ts";
import { goRuntime } from "./go-runtime.ts";

/**
 * A function in one language whose debugging is written down. To add a language: one more entry in the table below, then
 * `UPDATE_GOLDEN=1 npm test -- test/debug-transcripts.test.ts` writes its golden files; read them before they are committed, and run
 * the tests twice: what differs from run to run belongs into `transcript.ts`.
 */
export interface TranscribedLanguage {
  /** Of the golden files, too: `transcripts/<name>-<engine>.txt`. */
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  /** How it is built, if it is. */
  readonly buildMethod?: string;
  readonly engines: readonly EngineKind[];
  /** What it takes besides Node, on whatever engine. */
  readonly parts: readonly PartName[];
  /** Where a breakpoint is set: path in the project, and the line, counted from one. */
  readonly breakpoint: { readonly file: string; readonly line: number };
  /**
   * Files by their path below `app/`, the function's CodeUri. The handler takes `{"name": "first"}` and returns `first 1`
   * for version 1; it knows the event's `name` as a local variable where the breakpoint is, in all versions at the same line.
   */
  files(version: number): Readonly<Record<string, string>>;
  /** Evaluated at the breakpoint. */
  readonly expressions: readonly string[];
}

export const transcribedLanguages: readonly TranscribedLanguage[] = [
  {
    name: "go",
    runtime: "provided.al2023",
    handler: "bootstrap",
    buildMethod: "go1.x",
    engines: ["process", "container"],
    parts: ["delve"],
    breakpoint: { file: "app/main.go", line: 10 },
    files: (version) => ({
      "go.mod": "module example.com/app\n\ngo 1.21\n",
      "serve.go": goRuntime,
      "main.go": [
        "package main",
        "",
        'import "fmt"',
        "",
        "func main() {",
        `\tserve(${String(version)})`,
        "}",
        "",
        "func handle(name string, version int) string {",
        '\treturn fmt.Sprintf("%s %d", name, version)',
        "}",
        "",
      ].join("\n"),
    }),
    expressions: ["len(name)", "version"],
  },
  {
    name: "python",
    runtime: "python3.11",
    handler: "app.handler",
    engines: ["process", "container"],
    parts: [],
    breakpoint: { file: "app/app.py", line: 5 },
    files: (version) => ({
      "app.py": [
        `version = ${String(version)}`,
        "",
        "def handler(event, _):",
        "    name = event['name']",
        "    return '%s %d' % (name, version)",
        "",
      ].join("\n"),
    }),
    expressions: ["name.upper()", "version"],
  },
  {
    name: "ruby",
    runtime: "ruby3.4",
    handler: "app.handler",
    engines: ["container"],
    parts: ["ruby image"],
    breakpoint: { file: "app/app.rb", line: 5 },
    files: (version) => ({
      "app.rb": [
        `VERSION = ${String(version)}`,
        "",
        "def handler(event:, **)",
        "  name = event['name']",
        "  [name, VERSION].join(' ')",
        "end",
        "",
      ].join("\n"),
    }),
    expressions: ["name.upcase", "VERSION"],
  },
];
