import { join } from "node:path";
import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  type TreeDataProvider,
  type TreeView,
} from "vscode";
import { Scope } from "../scope.ts";
import { failedBuilds } from "../workspace/workspace-state.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { changedFunctions } from "./changed-functions.ts";
import { ContextKeys } from "./context-keys.ts";
import { nodeView, type NodeIcon, type NodeView } from "./node-view.ts";
import { childNodes, functionNode, functionOf, parentNode, type FolderView, type TreeNode } from "./tree-node.ts";

const settleMs = 80;

/** The tree of functions, live from what the workspaces know. */
export class Explorer implements TreeDataProvider<TreeNode> {
  readonly #workspaces: Workspaces;
  readonly #media: string;
  readonly #scope = new Scope();
  readonly #changed = this.#scope.own(new EventEmitter<TreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<TreeNode>;
  /** VS Code tells nodes apart by reference: one object an id. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #contexts = new ContextKeys();
  #shown: readonly FolderView[] = [];
  #filter = "";
  #timer: NodeJS.Timeout | undefined;

  /** @param media absolute path of the extension's pictures */
  constructor(workspaces: Workspaces, media: string) {
    this.#workspaces = workspaces;
    this.#media = media;
    this.#view = this.#scope.own(
      window.createTreeView("pilotlight.functions", { treeDataProvider: this, showCollapseAll: true }),
    );
    this.#scope.own(workspaces.onDidChange(() => this.#soon()));
    this.#update();
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text.trim();
    this.#contexts.setContext("isFiltered", this.#filter !== "");
    this.#changed.fire(undefined);
    this.#update();
  }

  /** Rows as they are shown, for whoever wants to know what stands in the tree. */
  getChildren(node?: TreeNode): TreeNode[] {
    return childNodes(node, this.#workspaces.views(), this.#filter).map((child) => this.#known(child));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentNode(node, this.#workspaces.views());
    return parent && this.#known(parent);
  }

  getTreeItem(node: TreeNode): TreeItem {
    const view = this.#workspaces.view(node.folder);
    const shown = view && nodeView(node, view);
    // Gone between being listed and being shown: the next update removes it.
    return shown ? this.#treeItem(node, shown) : new TreeItem("");
  }

  /** Selects the row of a function, where it is listed. */
  async reveal(folder: string, functionName: string): Promise<void> {
    const view = this.#workspaces.view(folder);
    const fn = view && functionOf(view, functionName);
    if (fn) await this.#view.reveal(this.#known(functionNode(view, fn)), { select: true, expand: true });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#scope.dispose();
  }

  #treeItem(node: TreeNode, shown: NodeView): TreeItem {
    const states = {
      leaf: TreeItemCollapsibleState.None,
      collapsed: TreeItemCollapsibleState.Collapsed,
      expanded: TreeItemCollapsibleState.Expanded,
    };
    const item = new TreeItem(shown.label, states[shown.state]);
    item.id = node.id;
    item.description = shown.description;
    item.contextValue = shown.contextValue;
    item.iconPath = this.#icon(shown.icon);
    if (shown.tooltip !== "") item.tooltip = new MarkdownString(shown.tooltip, true);
    item.accessibilityInformation = { label: `${shown.label} ${shown.description}`.trim() };
    if (node.kind === "event") {
      item.command = { command: "vscode.open", title: "Open Event", arguments: [Uri.file(node.path)] };
    }
    if (node.kind === "trigger") {
      item.command = { command: "pilotlight.goToTemplateEntry", title: "Go to Template Entry", arguments: [node] };
    }
    if (node.kind === "invocation") {
      item.command = { command: "pilotlight.openInvocation", title: "Open Invocation", arguments: [node] };
    }
    return item;
  }

  #icon(icon: NodeIcon): ThemeIcon | Uri {
    if (icon.kind === "runtime") return Uri.file(join(this.#media, "runtimes", `${icon.name}.svg`));
    return new ThemeIcon(icon.id, icon.color === undefined ? undefined : new ThemeColor(icon.color));
  }

  #known(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id);
    if (known) return known;
    this.#nodes.set(node.id, node);
    return node;
  }

  /** A burst of events redraws once. */
  #soon(): void {
    this.#timer ??= setTimeout(() => this.#update(), settleMs);
  }

  #update(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const views = this.#workspaces.views();
    const changed = changedFunctions(this.#shown, views);
    this.#shown = views;
    if (changed === "everything") this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map((node) => this.#known(node)));

    const functions = views.flatMap(({ state }) => state.functions);
    const failed = views.flatMap(({ state }) => failedBuilds(state));
    this.#view.badge =
      failed.length === 0
        ? undefined
        : { value: failed.length, tooltip: `Build failed: ${failed.map(({ name }) => name).join(", ")}` };
    this.#view.description = this.#filter === "" ? "" : `“${this.#filter}”`;
    this.#view.message = messageOf(views, this.#filter) ?? "";
    this.#contexts.setContext("hasFunctions", functions.length > 0);
    this.#contexts.setContext(
      "isRunning",
      views.some(({ state }) => state.runner.kind === "running"),
    );
    this.#contexts.setContext(
      "isListed",
      views.every(({ state }) => state.listing.kind !== "pending"),
    );
  }
}

/** What stands above the rows: what keeps a template from being read, or a filter that nothing passes. */
function messageOf(views: readonly FolderView[], filter: string): string | undefined {
  const hasFunctions = views.some(({ state }) => state.functions.length > 0);
  if (filter !== "" && hasFunctions && childNodes(undefined, views, filter).length === 0) {
    return `No function fits “${filter}”.`;
  }
  const failure = views.map(({ state }) => state.listing).find((listing) => listing.kind === "failed");
  return failure && hasFunctions ? failure.message : undefined;
}
