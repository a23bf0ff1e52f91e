import * as vscode from "vscode";
import { run } from "./pilot-light.ts";

/**
 * Runs a command of ours that asks at once, and answers each of its questions with a row, counted from 0, or with what
 * the input box holds.
 */
export async function runAndAnswer(
  command: string,
  argument: unknown,
  ...answers: readonly (number | "as it is")[]
): Promise<void> {
  const done = run(command, argument);
  for (const answer of answers) await answerQuestion(answer);
  await done;
}

/** Answers the question that was asked just now. */
export async function answerQuestion(answer: number | "as it is"): Promise<void> {
  await shown();
  if (answer !== "as it is") {
    await vscode.commands.executeCommand("quickInput.first");
    for (let row = 0; row < answer; row++) await vscode.commands.executeCommand("quickInput.next");
  }
  await vscode.commands.executeCommand("quickInput.accept");
}

/** Closes the question that was asked just now. */
export async function leaveQuestion(): Promise<void> {
  await shown();
  await vscode.commands.executeCommand("quickInput.hide");
}

/** VS Code works off in order what it is asked: whoever asked before this has been heard after it. */
async function shown(): Promise<void> {
  for (let trip = 0; trip < 3; trip++) await vscode.commands.executeCommand("vscode.getEditorLayout");
}
