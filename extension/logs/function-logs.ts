import { window, type OutputChannel } from "vscode";
import type { RunnerClient } from "../../runner/control/client.ts";
import type { LogLine } from "../../runner/control/protocol.ts";
import type { Boundary } from "../boundary.ts";
import type { FunctionTarget } from "../commands/function-target.ts";
import { Scope } from "../scope.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { logLineText } from "./log-entry.ts";

const earlierLines = 1000;

interface Channel {
  readonly workspace: Workspace;
  readonly functionName: string;
  readonly output: OutputChannel;
  /** Whose lines it gets; another one after the runner was started again. */
  followed: RunnerClient | undefined;
}

/** An output channel for each function whose log was asked for; it goes on after the runner was started again. */
export class FunctionLogs {
  readonly #workspaces: Workspaces;
  readonly #scope = new Scope();
  readonly #channels = new Map<string, Channel>();

  constructor(workspaces: Workspaces, boundary: Boundary) {
    this.#workspaces = workspaces;
    this.#scope.own(
      workspaces.onEvent(({ workspace, event }) => {
        if (event.event === "log") write(this.#channels.get(keyOf(workspace, event.functionName)), event);
      }),
    );
    this.#scope.own(
      workspaces.onDidChange(() => {
        for (const { workspace, functionName, followed } of this.#channels.values()) {
          const isNew = workspace.client !== undefined && workspace.client !== followed;
          if (isNew) boundary.background("Following a log", () => this.#follow(workspace, functionName));
        }
      }),
    );
  }

  /** Shows a function's log: what there was, and what comes. */
  async show({ workspace, fn }: FunctionTarget): Promise<void> {
    await workspace.runner();
    const { output } = await this.#follow(workspace, fn.name);
    output.show(true);
  }

  dispose(): void {
    for (const { output } of this.#channels.values()) output.dispose();
    this.#scope.dispose();
  }

  async #follow(workspace: Workspace, functionName: string): Promise<Channel> {
    const channel = this.#channel(workspace, functionName);
    const client = workspace.client;
    if (!client || channel.followed === client) return channel;
    const isFirst = channel.followed === undefined;
    channel.followed = client;
    const lines = await client.logs({ functionName, limit: isFirst ? earlierLines : 0, follow: true });
    for (const line of lines) write(channel, line);
    return channel;
  }

  #channel(workspace: Workspace, functionName: string): Channel {
    const key = keyOf(workspace, functionName);
    const known = this.#channels.get(key);
    if (known) return known;
    const suffix = this.#workspaces.all.length > 1 ? ` (${workspace.name})` : "";
    const output = window.createOutputChannel(`Lambda: ${functionName}${suffix}`, "lambda-log");
    const channel: Channel = { workspace, functionName, output, followed: undefined };
    this.#channels.set(key, channel);
    return channel;
  }
}

/** Lines keep the time at which they were written, which a log channel of VS Code would not give them. */
function write(channel: Channel | undefined, line: LogLine): void {
  channel?.output.appendLine(logLineText(line));
}

function keyOf({ folder }: Workspace, functionName: string): string {
  return `${folder}\n${functionName}`;
}
