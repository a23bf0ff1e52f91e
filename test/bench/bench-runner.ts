import { join } from "node:path";
import { standInImageMap } from "../images/build-images.ts";
import { cacheRoot } from "../images/cached-folder.ts";
import { Child } from "./child.ts";
import { KeepAliveClient } from "../harness/keep-alive-client.ts";
import { Workspace, type WorkspaceContent } from "./workspace.ts";

export type EngineName = "process" | "container";

/** A runner of the built CLI on a workspace of its own. */
export class BenchRunner implements AsyncDisposable {
  readonly child: Child;
  readonly #lambdaApi: string;
  readonly #workspace: Workspace;

  private constructor(child: Child, workspace: Workspace) {
    this.child = child;
    this.#lambdaApi = (JSON.parse(child.firstLine) as { lambdaApi: string }).lambdaApi;
    this.#workspace = workspace;
  }

  /** @param options further ones of `pilotlight start` */
  static async start(
    engine: EngineName,
    content: WorkspaceContent,
    options: readonly string[] = [],
  ): Promise<BenchRunner> {
    const workspace = new Workspace(content);
    const { folder } = workspace;
    const images = Object.entries(standInImageMap()).flatMap(([runtime, tag]) => ["--image", `${runtime}=${tag}`]);
    const args = ["start", "--json", "--port", "0", "--workspace", folder, "--engine", engine, ...images, ...options];
    const state = { XDG_STATE_HOME: join(folder, ".state"), LOCALAPPDATA: join(folder, ".state") };
    // Debuggers that were got once are kept.
    const env = { ...process.env, ...state, HOME: folder, XDG_CACHE_HOME: cacheRoot };
    try {
      return new BenchRunner(await Child.start([cli, ...args], env), workspace);
    } catch (error) {
      workspace[Symbol.dispose]();
      throw error;
    }
  }

  /** Posts invocations of one function, on at most so many connections. */
  client(functionName: string, maxSockets: number): KeepAliveClient {
    return new KeepAliveClient(`${this.#lambdaApi}/2015-03-31/functions/${functionName}/invocations`, maxSockets);
  }

  /** Absolute path of a file of the workspace. */
  path(path: string): string {
    return join(this.#workspace.folder, path);
  }

  /** Puts a whole new file in the place of one of the workspace. */
  save(path: string, content: string): void {
    this.#workspace.save(path, content);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
    this.#workspace[Symbol.dispose]();
  }
}

const cli = process.env["PILOTLIGHT_CLI"] ?? join(import.meta.dirname, "..", "..", "dist", "cli.js");
