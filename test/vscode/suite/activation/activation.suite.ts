import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { note } from "../run-suites.ts";
import { extension, ExtensionBundle } from "./extension-bundle.ts";

/** Own work of loading and activating together, in ms of CPU time. */
const budgetMs = 50;

suite("activation", () => {
  test("waits until somebody asks for it", () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    assert.equal(extension().isActive, false);
  });

  // CPU time, as what else the machine does is not ours; of several loads the best, as none takes less than its work.
  test(`takes at most ${budgetMs} ms of work`, () => {
    const bundles = [1, 2, 3, 4, 5].map((number) => new ExtensionBundle(number));
    const loads = bundles.map((bundle) => bundle.load());
    const activateMs = bundles[0]?.activate() ?? NaN;
    const ownMs = Math.min(...loads) + activateMs;
    const each = loads.map((ms) => ms.toFixed(1)).join(", ");
    note(`Activation took ${ownMs.toFixed(1)} ms of CPU time: the best load of ${each}, then ${activateMs.toFixed(1)}`);
    assert.ok(ownMs <= budgetMs, `${ownMs} ms`);
  });
});
