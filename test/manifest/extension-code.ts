import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

/** What the extension's sources say to VS Code by name. Its tests, and what is for tests alone, do not count. */
export interface ExtensionCode {
  /** Ids of commands that are registered: `pilotlight.invoke`. */
  readonly commands: readonly string[];
  /** Names of context keys that are set: `pilotlight.hasFunctions`. */
  readonly contextKeys: readonly string[];
  /** Ids of views that are made. */
  readonly views: readonly string[];
  /** Names that are read of the configuration `pilotlight` by themselves: `engine`. */
  readonly settings: readonly string[];
  /** `contextValue`s of rows of the tree. */
  readonly rowKinds: readonly string[];
  /** Every text in quotes, ids of status bar items aside, which no manifest holds. */
  readonly texts: readonly string[];
}

export function readExtensionCode(): ExtensionCode {
  const code = { commands: [], contextKeys: [], views: [], settings: [], rowKinds: [], texts: [] };
  for (const file of globSync("extension/**/*.ts", { cwd: root })) {
    if (/\.test\.ts$|-for-tests\.ts$/.test(file)) continue;
    const text = readFileSync(join(root, file), "utf8");
    collect(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), code);
  }
  return code;
}

type Collected = { -readonly [Name in keyof ExtensionCode]: string[] };

function collect(node: ts.Node, code: Collected): void {
  if (ts.isFunctionDeclaration(node) && node.type?.getText() === "CommandTable")
    code.commands.push(...commandsOf(node));
  if (ts.isCallExpression(node)) {
    const { name, texts } = callOf(node);
    const [first, second] = texts;
    if (name === "createStatusBarItem") return;
    if (name === "setContext" && first !== undefined) code.contextKeys.push(`pilotlight.${first}`);
    if (name === "executeCommand" && first === "setContext" && second !== undefined) code.contextKeys.push(second);
    if (name === "createTreeView" && first !== undefined) code.views.push(first);
    if (name === "row" && first !== undefined) code.rowKinds.push(first);
    if (name === "get" && first !== undefined && /getConfiguration\("pilotlight"|^settings\./.test(node.getText()))
      code.settings.push(first);
  }
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
    code.texts.push(node.text);
  }
  ts.forEachChild(node, (child) => collect(child, code));
}

/** The table is the object that the function returns: its keys are ids without their `pilotlight.`. */
function commandsOf({ body }: ts.FunctionDeclaration): string[] {
  return (body?.statements ?? []).flatMap((statement) => {
    const table = ts.isReturnStatement(statement) ? statement.expression : undefined;
    if (!table || !ts.isObjectLiteralExpression(table)) return [];
    return table.properties.map(({ name }) => `pilotlight.${name?.getText() ?? ""}`);
  });
}

/** The last name of what is called, and its arguments as far as they are texts. */
function callOf({ expression, arguments: args }: ts.CallExpression): { name: string; texts: (string | undefined)[] } {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  return { name, texts: args.map((arg) => (ts.isStringLiteralLike(arg) ? arg.text : undefined)) };
}
