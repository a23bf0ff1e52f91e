import { Selection, window } from "vscode";
import { Failure } from "../../runner/model/failure.ts";
import { limits } from "../../runner/model/limits.ts";
import { formatUsd } from "../../runner/model/format-usd.ts";
import { costUsdPerMillion } from "../../runner/model/prices.ts";
import type { TreeNode } from "../explorer/tree-node.ts";
import { openPlace, type SourcePlace } from "../open-place.ts";
import { editFile } from "../template/edit-file.ts";
import { setProperty } from "../../runner/model/template/set-property.ts";
import { regionOf } from "../workspace/region.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { forFunction, type FunctionTarget } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** From functions to their code and their template, and changing the latter. */
export function sourceCommands(workspaces: Workspaces): CommandTable {
  return {
    openHandler: forFunction(workspaces, "Open Handler", openHandler),
    goToTemplateEntry: forFunction(workspaces, "Go to Template Entry", ({ fn }, argument) => {
      const node = argument as TreeNode | undefined;
      const trigger = node?.kind === "trigger" ? fn.triggers[node.index] : undefined;
      return openPlace({ file: fn.template, ...(trigger ?? fn).range.start });
    }),
    /** Of links in results. */
    openPlace: (place) => openPlace(place as SourcePlace),
    setMemory: forFunction(workspaces, "Set Memory", setMemory),
    setTimeout: forFunction(workspaces, "Set Timeout", setTimeoutOf),
  };
}

async function openHandler({ fn }: FunctionTarget): Promise<void> {
  if (fn.handlerFile === null) {
    const handler = fn.handler ?? "of the container image";
    const message = `The source of the handler ${handler} of ${fn.name} was not found. "Lambda: Go to Template Entry" shows what the template says.`;
    throw new Failure("code-missing", message);
  }
  await openPlace({ file: fn.handlerFile, line: fn.handlerLine ?? 0, character: 0 });
}

const commonMemoryMb = [128, 256, 512, 1024, 1769, 3008, 5120, 10_240];

async function setMemory(target: FunctionTarget): Promise<void> {
  const { fn, workspace } = target;
  const { min, max } = limits.memoryMb;
  const last = workspace.state.activity.get(fn.name)?.invocations[0]?.report;
  const region = regionOf(workspace);
  const items = [...new Set([...commonMemoryMb, fn.memoryMb])]
    .sort((one, other) => one - other)
    .map((memoryMb) => {
      const { architecture, ephemeralStorageMb } = fn;
      const per100Ms = costUsdPerMillion({ billedMs: 100, memoryMb, architecture, ephemeralStorageMb, region });
      const current = memoryMb === fn.memoryMb ? "current · " : "";
      return {
        label: `${memoryMb} MB`,
        description: `${current}${formatUsd(per100Ms)} per million calls of 100 ms (${region}, ${architecture})`,
        memoryMb: memoryMb,
      };
    });
  const title = `Memory of ${fn.name}${last ? `: the last call used ${last.maxMemoryUsedMb} MB` : ""}`;
  const other = { label: "Another value…", description: `${min} to ${max} MB`, memoryMb: undefined };
  const chosen = await window.showQuickPick([...items, other], { title });
  if (!chosen) return;
  const memoryMb = chosen.memoryMb ?? (await askNumber(title, "MB", fn.memoryMb, min, max));
  if (memoryMb !== undefined) await edit(target, "MemorySize", memoryMb);
}

async function setTimeoutOf(target: FunctionTarget): Promise<void> {
  const { min, max } = limits.timeoutS;
  const title = `Timeout of ${target.fn.name}`;
  const timeoutS = await askNumber(title, "seconds", target.fn.timeoutS, min, max);
  if (timeoutS !== undefined) await edit(target, "Timeout", timeoutS);
}

async function askNumber(
  title: string,
  unit: string,
  current: number,
  min: number,
  max: number,
): Promise<number | undefined> {
  const text = await window.showInputBox({
    title,
    value: String(current),
    prompt: `${min} to ${max} ${unit}`,
    validateInput: (input) => {
      const value = /^\d+$/.test(input.trim()) ? Number(input) : NaN;
      return value >= min && value <= max ? undefined : `A whole number from ${min} to ${max} ${unit}`;
    },
  });
  return text === undefined ? undefined : Number(text);
}

async function edit({ fn }: FunctionTarget, property: string, value: number): Promise<void> {
  let start = 0;
  const document = await editFile(fn.template, (text) => {
    const replacement = setProperty(text, fn.logicalId, property, value);
    start = replacement.start;
    return text.slice(0, start) + replacement.text + text.slice(replacement.end);
  });
  const place = document.positionAt(start);
  await window.showTextDocument(document, { preserveFocus: true, selection: new Selection(place, place) });
}
