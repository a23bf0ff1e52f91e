import { setTimeout as delay } from "node:timers/promises";
import {
  debug,
  DebugConsoleMode,
  type DebugConfiguration,
  type DebugSession,
  type DebugSessionCustomEvent,
} from "vscode";
import { Failure } from "../../runner/model/failure.ts";
import type { Boundary } from "../boundary.ts";
import { Scope } from "../scope.ts";
import { DebuggerOffer } from "./debugger-offer.ts";
import { debuggerOfferActions } from "./debugger-offer-actions.ts";

/**
 * Attaches the language's own debugger to each environment that a session of ours tells of. Such a session ends with its
 * environment, and the one that it belongs to goes on. VS Code sends Stop and Restart to that one alone, so it is for us
 * to detach the debuggers then: what stands still would stand still for ever.
 */
export class ChildSessions {
  readonly #scope = new Scope();
  readonly #children = new Set<DebugSession>();
  /** Those of them, detached or not, that VS Code shows. */
  readonly #open = new Set<DebugSession>();
  /** Sessions of ours that were told to end. */
  readonly #ended = new WeakSet<DebugSession>();
  /** js-debug's sessions for programs, by the ids of the environments' sessions that they are below. */
  readonly #programs = new Map<string, DebugSession>();
  /** Ids of environments' sessions that have ended. js-debug may start a program's below one even then. */
  readonly #gone = new Set<string>();
  /** Their ids. */
  readonly #endedEnvironments = new Set<string>();

  constructor(boundary: Boundary) {
    const offer = new DebuggerOffer(debuggerOfferActions);
    this.#scope.own(
      debug.onDidReceiveDebugSessionCustomEvent((event) => {
        if (event.session.type !== "lambda") return;
        if (event.event === "lambdaEnvironmentEnded") this.#endedEnvironments.add(environmentIdOf(event));
        if (event.event !== "lambdaEnvironment") return;
        void boundary.run("Attaching the debugger", () => this.#attach(event, offer));
      }),
    );
    this.#scope.own(debug.onDidStartDebugSession((session) => this.#add(session)));
    this.#scope.own(debug.onDidTerminateDebugSession((session) => this.#remove(session)));
    this.#scope.own(
      debug.registerDebugAdapterTrackerFactory("lambda", {
        createDebugAdapterTracker: (session) => ({
          onWillReceiveMessage: (message: { readonly command?: string }) => this.#onRequest(session, message.command),
        }),
      }),
    );
  }

  async #attach(event: DebugSessionCustomEvent, offer: DebuggerOffer): Promise<void> {
    // VS Code never gets over a session below one that has ended.
    if (this.#ended.has(event.session)) return;
    const { configuration } = event.body as { configuration: DebugConfiguration };
    if (!(await offer.canStart(configuration.type, event.session)) || (await attach(event, configuration))) return;
    // One that ended meanwhile is nothing to mend, and is told of a moment later.
    await delay(arrivalMs);
    if (this.#endedEnvironments.has(environmentIdOf(event)) || this.#ended.has(event.session)) return;
    throw new Failure(
      "debug-unavailable",
      `The debugger "${configuration.type}" could not be attached to ${configuration.name}. See that its extension is enabled, then restart debugging.`,
    );
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #add(session: DebugSession): void {
    const { parentSession } = session;
    if (parentSession?.type !== "lambda") {
      this.#addProgram(session);
      return;
    }
    this.#children.add(session);
    this.#open.add(session);
    // Stopped while it attached.
    if (this.#ended.has(parentSession)) this.#detach(session);
  }

  /** js-debug has a session for the program below the one that attaches: people see this one. */
  #addProgram(session: DebugSession): void {
    // By then VS Code may know nothing of the session above any more, but js-debug does.
    const parentId: unknown = session.parentSession?.id ?? session.configuration["__parentId"];
    if (typeof parentId !== "string") return;
    if (this.#gone.has(parentId)) void disconnect(session);
    const environment = [...this.#children].find(({ id }) => id === parentId);
    if (!environment) return;
    this.#programs.set(parentId, session);
    // Its own name for it is "Remote Process [0]", for every environment.
    session.name = environment.name;
  }

  #remove(session: DebugSession): void {
    for (const [parentId, program] of this.#programs) if (program === session) this.#programs.delete(parentId);
    if (session.parentSession?.type !== "lambda") return;
    this.#children.delete(session);
    this.#gone.add(session.id);
    this.#open.delete(session);
    void this.#seeEnd(session);
  }

  #onRequest(parent: DebugSession, command: string | undefined): void {
    if (command === "disconnect" || command === "terminate") this.#ended.add(parent);
    else if (command !== "restart") return;
    for (const child of [...this.#children].filter(({ parentSession }) => parentSession === parent)) {
      this.#detach(child);
    }
  }

  #detach(child: DebugSession): void {
    this.#children.delete(child);
    this.#gone.add(child.id);
    void disconnect(child);
    void this.#seeEnd(child);
  }

  /** js-debug ends the session of a program with the one above it, but now and then it does not hear. Never rejects. */
  async #seeEnd(child: DebugSession): Promise<void> {
    for (let triesLeft = 3; triesLeft > 0; triesLeft--) {
      await delay(endMs);
      const left = [this.#programs.get(child.id), this.#open.has(child) ? child : undefined];
      for (const session of left) if (session) void disconnect(session);
    }
  }
}

/** How long after a debugger was told of an environment the runner keeps it for that, at least. */
const arrivalMs = 1500;

/** How long js-debug may take to end a session. */
const endMs = 1000;

function environmentIdOf({ body }: DebugSessionCustomEvent): string {
  return (body as { environmentId: string }).environmentId;
}

/** False when it could not be. */
async function attach({ session }: DebugSessionCustomEvent, configuration: DebugConfiguration): Promise<boolean> {
  return await debug.startDebugging(session.workspaceFolder, configuration, {
    parentSession: session,
    lifecycleManagedByParent: true,
    consoleMode: DebugConsoleMode.MergeWithParent,
    compact: true,
    // Nobody asked for anything at this moment: a reload or a call did it.
    suppressSaveBeforeStart: true,
    suppressDebugView: true,
  });
}

/** The function goes on without its debugger. Never rejects: one that has ended by itself needs no telling. */
async function disconnect(session: DebugSession): Promise<void> {
  await Promise.resolve(session.customRequest("disconnect", { terminateDebuggee: false })).catch(() => undefined);
}
