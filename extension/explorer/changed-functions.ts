import { functionNode, type FolderView, type FunctionNode } from "./tree-node.ts";

/**
 * Which rows have to be drawn again: those of functions whose own state is another one, or everything when functions
 * came, went or moved. States are never changed in place, so that being the same object is being the same.
 */
export function changedFunctions(
  before: readonly FolderView[],
  after: readonly FolderView[],
): FunctionNode[] | "everything" {
  if (structureOf(before) !== structureOf(after)) return "everything";
  return after.flatMap((view, index) => {
    const old = before[index];
    if (!old || (old.state === view.state && old.events === view.events)) return [];
    if (old.events !== view.events) return view.state.functions.map((fn) => functionNode(view, fn));
    return view.state.functions
      .filter(
        (fn, at) =>
          fn !== old.state.functions[at] || view.state.activity.get(fn.name) !== old.state.activity.get(fn.name),
      )
      .map((fn) => functionNode(view, fn));
  });
}

/** Folders, templates and functions in their order. */
function structureOf(views: readonly FolderView[]): string {
  return views
    .map(({ folder, state }) =>
      [folder, ...state.functions.map(({ name, template }) => `${template}\t${name}`)].join("\n"),
    )
    .join("\n\n");
}
