import { basename, join, relative } from "node:path";
import { env, Uri, window, workspace as vscodeWorkspace } from "vscode";
import { Failure } from "../../runner/model/failure.ts";
import {
  sampleEventKinds,
  sampleEventsOf,
  sampleEventsOfKind,
} from "../../runner/model/sample-events/sample-events.ts";
import type { UsedEvents } from "../invoke/used-events.ts";
import { resultScheme } from "../invoke/result-documents.ts";
import { sampleContextOf } from "../workspace/region.ts";
import { kebabCase } from "../scaffold/function-name.ts";
import { usualPort } from "../workspace/usual-port.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { invokeCommand } from "./copied-commands.ts";
import { forFunction, type FunctionTarget } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** Making, keeping and handing on events. */
export function eventCommands(workspaces: Workspaces, used: UsedEvents): CommandTable {
  return {
    saveEvent: forFunction(workspaces, "Save Event", (target) => saveEvent(target, used)),
    generateEvent: forFunction(workspaces, "Generate Event", generateEvent),
    copyCommand: forFunction(workspaces, "Copy Command", (target) => copyCommand(target, used)),
  };
}

/** Keeps the JSON of the active editor, or what the function was called with last, as a file. */
async function saveEvent(target: FunctionTarget, used: UsedEvents): Promise<void> {
  const active = window.activeTextEditor?.document;
  const isJson = active?.languageId.startsWith("json") === true && active.uri.scheme !== resultScheme;
  const last = used.of(target)?.source;
  const text = isJson ? active.getText() : last?.kind === "text" ? last.text : undefined;
  if (text === undefined) {
    const message =
      last?.kind === "file"
        ? `${basename(last.path)}, used last, is a saved event already. Open the JSON to save in an editor first.`
        : 'There is no event to save yet. Invoke the function, or use "Lambda: Generate Event…".';
    throw new Failure("event-invalid", message);
  }
  const title = await askTitle(target);
  if (title === undefined) return;
  await writeEvent(target, title, text);
}

async function generateEvent(target: FunctionTarget): Promise<void> {
  const { workspace, fn } = target;
  const context = sampleContextOf(workspace, fn);
  const own = fn.triggers.flatMap((trigger) => sampleEventsOf(trigger, context));
  const items = [
    ...own.map(({ title, event }) => ({ label: `$(zap) ${title}`, description: "trigger of the function", event })),
    ...sampleEventKinds.flatMap(({ id, title, description }) =>
      sampleEventsOfKind(id, context)
        .slice(0, 1)
        .map(({ event }) => ({ label: title, description, event })),
    ),
  ];
  const chosen = await window.showQuickPick(items, {
    title: `Generate an event for ${fn.name}`,
    placeHolder: "Choose where it comes from",
    matchOnDescription: true,
  });
  if (!chosen) return;
  const document = await vscodeWorkspace.openTextDocument({
    language: "json",
    content: `${JSON.stringify(chosen.event, null, 2)}\n`,
  });
  await window.showTextDocument(document);
  const save = "Save Event…";
  const message = `Edit the event as you like. Saved below events/${kebabCase(fn.logicalId)}, it is offered for ${fn.name}.`;
  if ((await window.showInformationMessage(message, save)) === save) {
    const title = await askTitle(target);
    if (title !== undefined) await writeEvent(target, title, document.getText());
  }
}

async function askTitle({ workspace, fn }: FunctionTarget): Promise<string | undefined> {
  const folder = join(workspace.folder, "events", kebabCase(fn.logicalId));
  const title = await window.showInputBox({
    title: `Save an event of ${fn.name}`,
    prompt: `Name of the file in ${relative(workspace.folder, folder)}`,
    placeHolder: "order-paid",
    validateInput: async (input) => {
      if (!/^[\w][\w .-]*$/.test(input)) return "Letters, digits, dots, dashes and spaces";
      const taken = await exists(Uri.file(join(folder, `${input}.json`)));
      return taken ? `${input}.json exists already` : undefined;
    },
  });
  return title?.replace(/\.json$/, "");
}

async function writeEvent({ workspace, fn }: FunctionTarget, title: string, text: string): Promise<void> {
  const file = Uri.file(join(workspace.folder, "events", kebabCase(fn.logicalId), `${title}.json`));
  await vscodeWorkspace.fs.writeFile(file, Buffer.from(text));
  await window.showTextDocument(file);
}

async function copyCommand(target: FunctionTarget, used: UsedEvents): Promise<void> {
  const { workspace, fn } = target;
  const source = used.of(target)?.source;
  const { runner } = workspace.state;
  const port =
    vscodeWorkspace.getConfiguration("pilotlight", Uri.file(workspace.folder)).get<number | null>("port") ?? usualPort;
  const url = runner.kind === "running" ? runner.status.lambdaApi : `http://127.0.0.1:${port}`;
  const event = source?.kind === "file" ? { file: source.path } : { text: source?.text ?? "{}" };
  const items = (["curl", "aws"] as const).map((tool) => ({
    label: tool === "curl" ? "curl" : "AWS CLI",
    detail: invokeCommand(tool, { url, functionName: fn.name, event }),
  }));
  const chosen = await window.showQuickPick(items, { title: `Copy a command that invokes ${fn.name}` });
  if (!chosen) return;
  await env.clipboard.writeText(chosen.detail);
  const next = runner.kind === "running" ? "" : ' It needs the runner: "Lambda: Start Runner".';
  window.setStatusBarMessage(`$(check) Command copied.${next}`, 5000);
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await vscodeWorkspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
