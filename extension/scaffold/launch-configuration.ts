import { findNodeAtLocation, parseTree, type Node, type ParseError } from "jsonc-parser";
import { Failure } from "../../runner/model/failure.ts";
import { indentationUnit, insertInBrackets, type Brackets } from "./bracket-insertion.ts";
import { applyInsertions } from "./insertion.ts";

/**
 * Adds a configuration that debugs a function to the text of a `launch.json`, whose comments and layout are kept.
 *
 * @param eventPath of a sample event, relative to the workspace folder, with `/`
 * @throws Failure `usage` when the text is no `launch.json`
 */
export function addLaunchConfiguration(text: string | undefined, functionName: string, eventPath: string): string {
  const configuration = {
    type: "lambda",
    request: "launch",
    name: `Debug ${functionName}`,
    function: functionName,
    event: `\${workspaceFolder}/${eventPath}`,
  };
  if (text === undefined || text.trim() === "") {
    return `${JSON.stringify({ version: "0.2.0", configurations: [configuration] }, undefined, 2)}\n`;
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const list = root && findNodeAtLocation(root, ["configurations"]);
  if (errors.length > 0 || root?.type !== "object" || (list !== undefined && list.type !== "array")) {
    throw new Failure(
      "usage",
      `.vscode/launch.json can't be read, so there is no configuration for ${functionName} in it. Correct the file, then choose Add Configuration in it.`,
    );
  }
  const names = (list?.children ?? []).map((node): unknown => findNodeAtLocation(node, ["name"])?.value);
  if (names.includes(configuration.name)) return text;
  const unit = indentationUnit(text);
  const entry =
    list === undefined
      ? `"configurations": ${JSON.stringify([configuration], undefined, unit)}`
      : JSON.stringify(configuration, undefined, unit);
  return applyInsertions(text, insertInBrackets(text, bracketsOf(list ?? root), [entry]));
}

function bracketsOf({ offset, length, children = [] }: Node): Brackets {
  const [first] = children;
  const last = children.at(-1);
  const entries = first && last && { start: first.offset, end: last.offset + last.length };
  return { start: offset, end: offset + length - 1, entries };
}
