import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  CodeLensRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  InlayHintRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";
import { functionsNotification, runsNotification } from "../../extension/language-server/protocol.ts";
import { cpuMsOfTree } from "./cpu-time.ts";
import { atMost, type Figure } from "./figure.ts";
import { functionCount, functionIds, jsonTemplate, knownFunction, knownRuns, yamlTemplate } from "./large-template.ts";
import { percentile } from "./percentile.ts";

const opens = 7;
const warmUpEdits = 5;
const edits = 60;
const openGoalMs = 500;
const editGoalMs = 50;
/** Lines that an editor shows, and asks hints of. */
const screen = 60;

/**
 * A template of 500 functions, ten runs known of each: from its opening to all that is shown in it, in servers that
 * have just started; and from a key press to the hints and findings of the changed text.
 */
export async function languageServer(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, text] of [
    ["template.yaml", yamlTemplate()],
    ["template.json", jsonTemplate()],
  ] as const) {
    const opensMs: number[] = [];
    const hintsMs: number[] = [];
    const allMs: number[] = [];
    const cpu = { openMs: 0, editMs: 0 };
    for (let index = 0; index < opens; index++) {
      await using server = await Server.start(name, text);
      const startedMs = server.cpuMs;
      opensMs.push(await server.open());
      cpu.openMs += (server.cpuMs - startedMs) / opens;
      if (index < opens - 1) continue;
      for (let edit = 0; edit < warmUpEdits; edit++) await server.edit(edit);
      const warmMs = server.cpuMs;
      for (let edit = warmUpEdits; edit < warmUpEdits + edits; edit++) {
        const taken = await server.edit(edit);
        hintsMs.push(taken.hintsMs);
        allMs.push(taken.allMs);
      }
      cpu.editMs = (server.cpuMs - warmMs) / edits;
    }
    const figure = (what: string, samples: readonly number[], percent: number, goalMs?: number): Figure => {
      const value = percentile(samples, percent);
      const goal = goalMs === undefined ? {} : { goal: atMost(goalMs, "ms", value) };
      return {
        name: `${name}, ${functionCount} functions, ${what}`,
        value,
        unit: "ms",
        samples: samples.length,
        ...goal,
      };
    };
    figures.push(
      figure("open to lenses, hints and findings, p50", opensMs, 50, openGoalMs),
      figure("edit to hints, p50", hintsMs, 50, editGoalMs),
      figure("edit to hints, p95", hintsMs, 95),
      figure("edit to lenses, hints, findings and fixes, p50", allMs, 50),
      figure("edit to lenses, hints, findings and fixes, p95", allMs, 95),
    );
    // A machine that others use, too, makes everything wait, but takes hardly more CPU time.
    if (process.platform === "linux") {
      const cpuFigure = (what: string, value: number, samples: number): Figure => {
        return { name: `${name}, ${functionCount} functions, CPU time of ${what}, mean`, value, unit: "ms", samples };
      };
      figures.push(cpuFigure("an open", cpu.openMs, opens), cpuFigure("an edit", cpu.editMs, edits));
    }
  }
  return figures;
}

/** The server's bundle as a process, and the editor that speaks to it. */
class Server implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #uri: string;
  readonly #lines: string[];
  #version = 0;

  private constructor(child: ChildProcess, connection: ProtocolConnection, uri: string, text: string) {
    this.#child = child;
    this.#connection = connection;
    this.#uri = uri;
    this.#lines = text.split("\n");
  }

  static async start(name: string, text: string): Promise<Server> {
    const program = join(import.meta.dirname, "..", "..", "dist", "language-server.js");
    const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const folder = "/project";
    const file = `${folder}/${name}`;
    await connection.sendRequest<InitializeResult>(InitializeRequest.method, {
      processId: process.pid,
      workspaceFolders: null,
      capabilities: {},
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const functions = functionIds.map((id) => knownFunction(id, file));
    await connection.sendNotification(functionsNotification, { folder, region: "eu-west-1", functions });
    for (const functionName of functionIds) {
      await connection.sendNotification(runsNotification, { folder, functionName, runs: knownRuns });
    }
    // Answered only when all of it has been read.
    await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: "file:///none" } });
    return new Server(child, connection, pathToFileURL(file).href, text);
  }

  /** All that the server has used so far, in ms; in steps of 10. */
  get cpuMs(): number {
    return process.platform === "linux" ? cpuMsOfTree(this.#child.pid ?? 0) : 0;
  }

  /** In ms, to the last answer. */
  async open(): Promise<number> {
    const textDocument = { uri: this.#uri, languageId: "", version: ++this.#version, text: this.#lines.join("\n") };
    const beganAt = performance.now();
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await this.#askAll(0, beganAt);
    return performance.now() - beganAt;
  }

  /** Changes the memory of one function to another, far from that of the last time. */
  async edit(index: number): Promise<{ readonly hintsMs: number; readonly allMs: number }> {
    const memories = this.#lines.flatMap((line, at) => (/^\s*"?MemorySize/.test(line) ? [at] : []));
    const line = memories[(index * 211) % memories.length] ?? 0;
    const before = this.#lines[line] ?? "";
    const after = before.replace(/\d+/, String(256 + index * 64));
    this.#lines[line] = after;
    const range = { start: { line, character: 0 }, end: { line, character: before.length } };
    const beganAt = performance.now();
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.#uri, version: ++this.#version },
      contentChanges: [{ range, text: after }],
    });
    const hintsMs = await this.#askAll(Math.max(0, line - screen / 2), beganAt);
    return { hintsMs, allMs: performance.now() - beganAt };
  }

  /** All at once, as editors do. Returns after how long the hints were there. */
  async #askAll(firstLine: number, beganAt: number): Promise<number> {
    const textDocument = { uri: this.#uri };
    const start = { line: firstLine, character: 0 };
    const range = { start, end: { line: firstLine + screen, character: 0 } };
    const hints = this.#connection.sendRequest(InlayHintRequest.type, { textDocument, range }).then((found) => {
      if (!found || found.length === 0) throw new Error("There were no hints to measure.");
      return performance.now() - beganAt;
    });
    const [hintsMs, lenses] = await Promise.all([
      hints,
      this.#connection.sendRequest(CodeLensRequest.type, { textDocument }),
      this.#connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }),
      this.#connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range: { start, end: start },
        context: { diagnostics: [] },
      }),
    ]);
    if (!lenses || lenses.length < functionCount) throw new Error("There were too few lenses.");
    return hintsMs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, "exit");
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    await exited;
    this.#connection.dispose();
  }
}
