import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { median } from "../../runner/model/estimate/percentiles.ts";
import type { PublishedInit } from "./published-inits.ts";

type Project = Pick<PublishedInit, "runtime" | "handler" | "install" | "bundle">;

const cli = join(import.meta.dirname, "../../dist/cli.js");

export const quietInstall = ["install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"];

/**
 * A project with one function, and the CPU time of its inits: what they take on an idle machine, whatever else this one
 * does meanwhile.
 */
export class InitSample {
  readonly #folder: string;
  readonly #interpreter: string;
  readonly #inits: number[] = [];

  /** @param interpreter absolute path of the one to run it with */
  constructor(each: Project, root: string, interpreter: string) {
    this.#interpreter = interpreter;
    this.#folder = mkdtempSync(join(root, "project-"));
    const source = join(this.#folder, "src");
    mkdirSync(source);
    const isNode = each.runtime.startsWith("nodejs");
    const extension = isNode ? (each.handler.includes("export const") ? "mjs" : "js") : "py";
    writeFileSync(join(source, `index.${extension}`), each.handler);
    if (each.install.length > 0 && isNode) {
      writeFileSync(join(source, "package.json"), "{}");
      run("npm", source, [...quietInstall, ...each.install]);
    } else if (each.install.length > 0) {
      run(interpreter, source, ["-m", "pip", "install", "-q", "-t", source, ...each.install]);
    }
    writeFileSync(join(this.#folder, "template.json"), JSON.stringify(templateOf(each)));
  }

  /** Of all starts, in ms. */
  get middleMs(): number {
    return median(this.#inits);
  }

  start(): void {
    const folder = dirname(this.#interpreter);
    const env = {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
      XDG_STATE_HOME: join(this.#folder, "state"),
    };
    const args = [cli, "invoke", "Sample", "--engine", "process", "--json"];
    const text = execFileSync(process.execPath, args, { cwd: this.#folder, env, encoding: "utf8" });
    const reply = JSON.parse(text) as { functionError: string | null; payload: unknown; report: { initCpuMs: number } };
    if (reply.functionError !== null) throw new Error(`${this.#folder} failed: ${JSON.stringify(reply.payload)}`);
    this.#inits.push(reply.report.initCpuMs);
  }
}

function templateOf({ runtime, bundle }: Pick<Project, "runtime" | "bundle">): unknown {
  const Properties = { Runtime: runtime, Handler: "index.handler", CodeUri: "src", Timeout: 60, MemorySize: 1769 };
  const BuildProperties = {
    Format: "esm",
    MainFields: "module,main",
    Minify: false,
    External: bundle,
    OutExtension: [".js=.mjs"],
    EntryPoints: ["index.mjs"],
  };
  const Metadata = bundle && { Metadata: { BuildMethod: "esbuild", BuildProperties } };
  return {
    Transform: "AWS::Serverless-2016-10-31",
    Resources: { Sample: { Type: "AWS::Serverless::Function", Properties, ...Metadata } },
  };
}

/** What a program writes to standard output. */
export function run(command: string, cwd: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
}
