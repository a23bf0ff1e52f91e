import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { DebugOutput } from "../debug-output.ts";
import { DebugStops } from "../debug-stops.ts";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { leaveNoDebugging } from "../stop-debugging.ts";

const app = inFolder("packages", "linked", "app.ts");
const prices = inFolder("packages", "prices", "src", "price.ts");

suite("debugging a function with a linked package", () => {
  let output: DebugOutput;
  let stops: DebugStops;
  suiteSetup(async () => {
    // Of this suite's sessions alone.
    output = new DebugOutput();
    stops = new DebugStops();
    await listedWorkspace();
  });
  suiteTeardown(async () => {
    output.dispose();
    stops.dispose();
    await leaveNoDebugging();
  });

  test("stops in the package's init code, before the first call", async () => {
    vscode.debug.addBreakpoints([breakpoint(prices, 1), breakpoint(app, 3)]);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = { type: "lambda", request: "launch", name: "Linked", function: "Linked" };
    assert.equal(await vscode.debug.startDebugging(folder, { ...configuration, event: { count: 21 } }), true);
    const stop = await stops.next();
    assert.deepEqual([stop.path, stop.line], [prices, 1]);
    await stop.goOn();
  });

  test("steps into the package, over its lines and out of it again", async () => {
    const placeAfter = async (): Promise<[string, number]> => {
      const stop = await stops.next();
      last = stop;
      return [stop.path, stop.line];
    };
    let last = await stops.next();
    assert.deepEqual([last.path, last.line], [app, 3]);
    await last.step("stepIn");
    assert.deepEqual(await placeAfter(), [prices, 3]);
    assert.equal(await last.evaluate("count"), "21");
    await last.step("next");
    assert.deepEqual(await placeAfter(), [prices, 4]);
    assert.equal(await last.evaluate("price"), "42");
    await last.step("stepOut");
    assert.deepEqual(await placeAfter(), [app, 4]);
    assert.equal(await last.evaluate("price + count"), "63");
    await last.goOn();
    await output.shown(/Linked answered after [\d.]+ ms: \{"price":42\}/);
  });
});

/** @param line from 1 */
function breakpoint(path: string, line: number): vscode.SourceBreakpoint {
  return new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0)));
}
