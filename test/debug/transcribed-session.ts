import { join } from "node:path";
import type { ChildConfiguration } from "../../debug-adapter/child-configuration.ts";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";
import { engineArguments, type EngineKind } from "../harness/engines.ts";
import { runnerCaches } from "../harness/runner-caches.ts";
import { startProject, type RunningProject } from "../harness/running-project.ts";
import { Saves } from "../harness/saves.ts";
import type { Scope } from "../harness/scope.ts";
import { RecordedClient } from "./recorded-client.ts";
import type { TranscribedLanguage } from "./transcribed-languages.ts";
import { Transcript } from "./transcript.ts";

/**
 * A session as an editor has it: a breakpoint, a call that stops there, a look around, an edit that is saved, a call that
 * stops in the new code, the end.
 */
export async function transcribeSession(
  scope: Scope,
  language: TranscribedLanguage,
  engine: EngineKind,
): Promise<string> {
  const { runtime, handler, buildMethod } = language;
  const build = buildMethod === undefined ? {} : { Metadata: { BuildMethod: buildMethod } };
  const running = await startProject(
    scope,
    {
      defaults: { Runtime: runtime, Handler: handler, Timeout: 20, MemorySize: 256 },
      functions: { App: { CodeUri: "app", ...build } },
      files: inFolder(language.files(1)),
    },
    // Spares start when there is time for it.
    [...engineArguments(engine), "--spares=0"],
    runnerCaches,
  );
  const session = new TranscribedSession(scope, running, language);
  await session.run();
  return session.text;
}

class TranscribedSession {
  readonly #scope: Scope;
  readonly #running: RunningProject;
  readonly #language: TranscribedLanguage;
  readonly #transcript: Transcript;
  readonly #adapter: RecordedClient;
  readonly #debuggers: RecordedClient[] = [];

  constructor(scope: Scope, running: RunningProject, language: TranscribedLanguage) {
    this.#scope = scope;
    this.#running = running;
    this.#language = language;
    this.#transcript = new Transcript(running.folder);
    this.#adapter = RecordedClient.adapter(scope, running.folder, this.#transcript);
  }

  get text(): string {
    return this.#transcript.text;
  }

  async run(): Promise<void> {
    const adapter = this.#adapter;
    await adapter.ask("initialize", asVsCode("lambda"));
    const launched = adapter.begin("launch", { function: "App", event: { name: "first" } });
    await adapter.next("initialized");
    await adapter.ask("setBreakpoints", this.#breakpoints());
    await adapter.ask("configurationDone");
    await launched();
    const first = await this.#attach();
    await this.#lookAround(first);
    await adapter.next("output", ({ output }) => /answered after/.test(String(output)));
    await adapter.next("output", ({ output }) => /^REPORT /.test(String(output)));

    this.#transcript.note(`${this.#language.breakpoint.file} is edited and saved`);
    this.#save();
    const second = await this.#attach();
    await adapter.next("thread", ({ reason }) => reason === "exited");
    await first.ended();

    this.#transcript.note("The function is called by the Lambda API");
    const call = this.#running.invoke("App", { name: "second" });
    await this.#lookAround(second);
    const { payload, requestId } = await call;
    this.#transcript.note(`It answers ${JSON.stringify(payload)}`);
    await this.#running.record(requestId);
    await adapter.next("output", ({ output }) => /^REPORT /.test(String(output)));

    this.#transcript.note("Debugging ends");
    await adapter.ask("disconnect");
    await second.ended();
    const { payload: last, requestId: lastId } = await this.#running.invoke("App", { name: "third" });
    const { isDebugged } = await this.#running.record(lastId);
    this.#transcript.note(`The function answers ${JSON.stringify(last)}, debugged: ${String(isDebugged)}`);
    for (const client of [adapter, ...this.#debuggers]) client.writeRest();
  }

  /** Attaches to the next environment that the adapter tells of. */
  async #attach(): Promise<RecordedClient> {
    const environment = (await this.#adapter.next("lambdaEnvironment", (body) => {
      this.#transcript.name(body as unknown as DebuggerEvent);
      return true;
    })) as unknown as DebuggerEvent & { readonly configuration: DapConfiguration };
    const { server, type, request, name, ...args } = environment.configuration;
    const debuggerName = `debugger ${String(this.#debuggers.length + 1)}`;
    const client = await RecordedClient.debuggerAt(this.#scope, debuggerName, server, this.#transcript);
    this.#debuggers.push(client);
    await client.ask("initialize", asVsCode(type));
    const attached = client.begin(request, { name, ...args });
    await client.next("initialized");
    await client.ask("setBreakpoints", this.#breakpoints());
    await client.ask("configurationDone");
    await attached();
    return client;
  }

  async #lookAround(client: RecordedClient): Promise<void> {
    const { threadId } = await client.next("stopped");
    const trace = (await client.ask("stackTrace", { threadId, levels: 1 })) as { stackFrames: { id: number }[] };
    const frameId = trace.stackFrames[0]?.id;
    const { scopes } = (await client.ask("scopes", { frameId })) as { scopes: { variablesReference: number }[] };
    await client.ask("variables", { variablesReference: scopes[0]?.variablesReference });
    for (const expression of this.#language.expressions) {
      await client.ask("evaluate", { expression, frameId, context: "repl" });
    }
    await client.ask("continue", { threadId });
  }

  #save(): void {
    const saves = new Saves(this.#running);
    for (const [path, content] of Object.entries(inFolder(this.#language.files(2)))) saves.write(path, content);
  }

  #breakpoints(): object {
    const { file, line } = this.#language.breakpoint;
    return { source: { path: join(this.#running.folder, file) }, breakpoints: [{ line }] };
  }
}

type DapConfiguration = ChildConfiguration & { readonly server: { readonly host: string; readonly port: number } };

function inFolder(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`app/${path}`, content]));
}

function asVsCode(adapterID: string): object {
  return {
    clientID: "test",
    adapterID,
    linesStartAt1: true,
    columnsStartAt1: true,
    pathFormat: "path",
    supportsProgressReporting: true,
  };
}
