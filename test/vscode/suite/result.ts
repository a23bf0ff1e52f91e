import * as vscode from "vscode";
import { pilotLight } from "./pilot-light.ts";
import { until } from "./until.ts";

/**
 * Runs a command that calls a function, and waits for the text that shows this call: VS Code shows what it had of a
 * document before it asks for what is new.
 */
export async function resultAfter(functionName: string, call: () => Promise<unknown>): Promise<string> {
  const before = await requestsOf(functionName);
  await call();
  return await until(`the result of another call of ${functionName}`, async () => {
    const [id] = (await requestsOf(functionName)).filter((each) => !before.includes(each));
    const text = resultDocument(functionName)?.getText();
    return id !== undefined && text?.includes(id) === true && text;
  });
}

/** The document with this name that shows a call, if it is in sight. */
export function resultDocument(name: string): vscode.TextDocument | undefined {
  const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
  return documents.find(({ uri }) => uri.scheme === "lambda-result" && uri.path === `/${name} · Result`);
}

/** Request ids of a function's last calls, in whichever folders it is. */
async function requestsOf(functionName: string): Promise<string[]> {
  const { workspaces } = await pilotLight();
  const records = workspaces.all.flatMap(({ state }) => state.activity.get(functionName)?.invocations ?? []);
  return records.map(({ requestId }) => requestId);
}
