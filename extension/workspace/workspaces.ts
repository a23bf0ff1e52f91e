import { EventEmitter, RelativePattern, workspace as vscodeWorkspace, type Event, type WorkspaceFolder } from "vscode";
import { watchDiscovery } from "../../runner/control/discovery.ts";
import type { RunnerEvent } from "../../runner/control/protocol.ts";
import { stateFolder } from "../../runner/control/state-folder.ts";
import type { Boundary } from "../boundary.ts";
import { savedEvent, type SavedEvent } from "../events/saved-event.ts";
import type { FolderView } from "../explorer/tree-node.ts";
import { Scope } from "../scope.ts";
import type { OwnProcesses } from "../../runner/control/own-process.ts";
import { readRunnerSettings } from "./runner-settings.ts";
import { Workspace } from "./workspace.ts";

export interface WorkspacesOptions {
  readonly boundary: Boundary;
  readonly processes: OwnProcesses;
  /** Gets every line that a runner of this window says. */
  readonly output: (line: string) => void;
  readonly onCrash: (workspace: Workspace, reason: string) => void;
}

/** Something that a runner said. */
export interface WorkspaceEvent {
  readonly workspace: Workspace;
  readonly event: RunnerEvent;
}

interface Folder {
  readonly folder: WorkspaceFolder;
  readonly workspace: Workspace;
  readonly scope: Scope;
  events: readonly SavedEvent[];
}

const templateFiles = "**/{template.yaml,template.yml,template.json,samconfig.toml}";
const eventFiles = "**/events/**/*.json";
/** Of a new folder's files VS Code may not tell: the folder itself has to do. */
const eventPlaces = "**/events/**";
const excluded = "**/{node_modules,.aws-sam,.git,cdk.out,dist,build,target}/**";

/** The window's workspace folders, as far as they are on this machine. */
export class Workspaces {
  readonly #options: WorkspacesOptions;
  readonly #scope = new Scope();
  readonly #folders = new Map<string, Folder>();
  readonly #changed = this.#scope.own(new EventEmitter<void>());
  readonly #event = this.#scope.own(new EventEmitter<WorkspaceEvent>());

  constructor(options: WorkspacesOptions) {
    this.#options = options;
    this.#scope.own(vscodeWorkspace.onDidChangeWorkspaceFolders(() => this.#follow()));
    this.#follow();
  }

  /** Something that views show has changed. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get onEvent(): Event<WorkspaceEvent> {
    return this.#event.event;
  }

  get all(): Workspace[] {
    return [...this.#folders.values()].map(({ workspace }) => workspace);
  }

  find(folder: string): Workspace | undefined {
    return this.#folders.get(folder)?.workspace;
  }

  views(): FolderView[] {
    return [...this.#folders.values()].map(viewOf);
  }

  view(folder: string): FolderView | undefined {
    const found = this.#folders.get(folder);
    return found && viewOf(found);
  }

  /** Reads all templates anew, and looks for saved events again. */
  async refresh(): Promise<void> {
    const entries = [...this.#folders.values()];
    await Promise.all(entries.flatMap((entry) => [entry.workspace.refresh(), this.#findEvents(entry)]));
  }

  dispose(): void {
    for (const { scope } of this.#folders.values()) scope.dispose();
    this.#scope.dispose();
  }

  #follow(): void {
    const local = (vscodeWorkspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    const wanted = new Set(local.map(({ uri }) => uri.fsPath));
    for (const [path, { scope }] of this.#folders) {
      if (wanted.has(path)) continue;
      scope.dispose();
      this.#folders.delete(path);
    }
    for (const folder of local) if (!this.#folders.has(folder.uri.fsPath)) this.#add(folder);
    this.#changed.fire();
  }

  #add(folder: WorkspaceFolder): void {
    const { boundary, processes, output, onCrash } = this.#options;
    const scope = new Scope();
    const workspace = scope.own(
      new Workspace({
        name: folder.name,
        folder: folder.uri.fsPath,
        processes,
        settings: () =>
          readRunnerSettings((name) => vscodeWorkspace.getConfiguration("pilotlight", folder.uri).get(name)),
        isTrusted: () => vscodeWorkspace.isTrusted,
        output,
        boundary,
        onChange: () => this.#changed.fire(),
        onEvent: (event) => this.#event.fire({ workspace, event }),
        onCrash: (reason) => onCrash(workspace, reason),
      }),
    );
    const entry: Folder = { folder, workspace, scope, events: [] };
    this.#folders.set(folder.uri.fsPath, entry);

    const templates = scope.own(vscodeWorkspace.createFileSystemWatcher(new RelativePattern(folder, templateFiles)));
    const refresh = (): void => boundary.background("Reading the templates", () => workspace.refresh());
    for (const on of [templates.onDidChange, templates.onDidCreate, templates.onDidDelete]) scope.own(on(refresh));
    refresh();
    const join = (): void => boundary.background("Joining the runner", () => workspace.join());
    scope.own(watchDiscovery(stateFolder(workspace.folder), join));
    join();

    const events = scope.own(vscodeWorkspace.createFileSystemWatcher(new RelativePattern(folder, eventPlaces)));
    const findEvents = (): void => boundary.background("Finding saved events", () => this.#findEvents(entry));
    for (const on of [events.onDidCreate, events.onDidDelete]) scope.own(on(findEvents));
    findEvents();
  }

  async #findEvents(entry: Folder): Promise<void> {
    const found = await vscodeWorkspace.findFiles(new RelativePattern(entry.folder, eventFiles), excluded, 2000);
    entry.events = found.map(({ fsPath }) => savedEvent(fsPath)).sort((one, other) => (one.path < other.path ? -1 : 1));
    this.#changed.fire();
  }
}

function viewOf({ workspace: { name, folder, state }, events }: Folder): FolderView {
  return { name, folder, state, events };
}
