import type { TreeNode } from "../../../extension/explorer/tree-node.ts";
import { pilotLight } from "./pilot-light.ts";

/** The rows of our tree as text: a line each, children indented, the description behind the label. */
export async function treeOutline(): Promise<string[]> {
  const { explorer } = await pilotLight();
  const linesOf = (nodes: readonly TreeNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const { label, description } = explorer.getTreeItem(node);
      const line = [label, description].flatMap((part) => (typeof part === "string" && part !== "" ? [part] : []));
      return [indent + line.join(" · "), ...linesOf(explorer.getChildren(node), `${indent}  `)];
    });
  return linesOf(explorer.getChildren(), "");
}

/** The row of a function, and what stands below it; empty where there is none. */
export async function outlineOf(functionName: string): Promise<string[]> {
  const lines = await treeOutline();
  const start = lines.findIndex((line) => line.trim().split(" · ")[0] === functionName);
  if (start === -1) return [];
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const own = indentOf(lines[start] ?? "");
  const length = lines.slice(start + 1).findIndex((line) => indentOf(line) <= own);
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).map((line) => line.slice(own));
}
