import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace, run } from "../pilot-light.ts";
import { resultAfter } from "../result.ts";
import { until } from "../until.ts";

const hello = { functionName: "HelloTypeScript", path: inFolder("events", "hello.json") };
const source = vscode.Uri.file(inFolder("hello-typescript", "src", "app.ts"));
const template = vscode.Uri.file(inFolder("template.yaml"));

suite("estimates", () => {
  suiteSetup(async () => {
    await (await listedWorkspace()).stop();
    await vscode.window.showTextDocument(source);
  });
  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("are lenses above a handler, which invoke and debug its function", async () => {
    const [invoke, debug, figures, ...others] = await until("lenses", async () => {
      const lenses = await lensesOf(source);
      return lenses.length > 0 && lenses;
    });
    assert.deepEqual([invoke?.title, invoke?.command], ["invoke", "pilotlight.invoke"]);
    assert.deepEqual([debug?.title, debug?.command], ["debug", "pilotlight.debug"]);
    for (const command of [invoke, debug]) {
      assert.deepEqual(command?.arguments, [{ functionName: "HelloTypeScript", folder: inFolder() }]);
    }
    assert.match(figures?.title ?? "", /^cold ~\d+ ms · .*256 MB · /);
    assert.deepEqual(others, []);
  });

  test("are of what was measured after a call, and none where they are switched off", async () => {
    await resultAfter("HelloTypeScript", () => run("invokeWithEvent", hello));
    await until("figures of a run", async () => {
      const [, , figures] = await lensesOf(source);
      return /^(▲ .* · )?cold ~[\d.]+ m?s · \d+ of 256 MB · \$[\d.]+ per million · \d+ runs?$/.test(
        figures?.title ?? "",
      );
    });
    await withSetting("estimates.lens", false, async () => {
      await until("no lens", async () => (await lensesOf(source)).length === 0);
    });
    await until("lenses again", async () => (await lensesOf(source)).length === 3);
  });

  test("explain themselves in a hover of the handler, unless that is switched off", async () => {
    const at = await positionOf(source, "handler(");
    assert.match(await until("a hover", () => hoverAt(source, at)), /^\*\*HelloTypeScript\*\* · nodejs24\.x/);
    await withSetting("estimates.hovers", false, async () => {
      await until("no hover", async () => (await hoverAt(source, at)) === undefined);
    });
  });

  test("tell at an import what it costs, from the threshold on that is set", async () => {
    const isCost = (label: string): boolean => /^\+[\d.]+ m?s$/.test(label);
    await withSetting("estimates.importThreshold", 0, async () => {
      const [hint] = await until("the cost of an import", async () => {
        const hints = (await hintsOf(source)).filter(([, label]) => isCost(label));
        return hints.length > 0 && hints;
      });
      assert.equal(hint?.[0], (await positionOf(source, 'from "./greeting.ts"')).line);
      await withSetting("estimates.importCosts", false, async () => {
        await until("no cost", async () => !(await hintsOf(source)).some(([, label]) => isCost(label)));
      });
    });
    await withSetting("estimates.importThreshold", 10_000, async () => {
      await until("no cost", async () => !(await hintsOf(source)).some(([, label]) => isCost(label)));
    });
  });

  test("stand in a template behind its settings, unless that is switched off", async () => {
    await vscode.window.showTextDocument(template);
    const { line } = await positionOf(template, "MemorySize: 256");
    const hint = async (): Promise<string | undefined> => (await hintsOf(template)).find(([at]) => at === line)?.[1];
    assert.match(await until("a hint", hint), /^0\.14 vCPU · /);
    await withSetting("estimates.templateHints", false, async () => {
      await until("no hint", async () => (await hint()) === undefined);
    });
  });

  test("come with what rules find, which a quick fix mends, and which can be switched off", async () => {
    const before = (await vscode.workspace.openTextDocument(template)).getText();
    const policies =
      '      Policies:\n        - Version: "2012-10-17"\n          Statement:\n            - { Effect: Allow, Action: "*", Resource: "*" }\n';
    await insertBefore(template, "      Events:\n", policies);
    const diagnostic = await until("a finding", () => found(template, "wildcard-action")[0]);
    assert.deepEqual([diagnostic.source, diagnostic.severity], ["Lambda", vscode.DiagnosticSeverity.Warning]);
    await withSetting("rules", { "wildcard-action": "off" }, async () => {
      await until("no finding", () => found(template, "wildcard-action").length === 0);
    });
    await until("the finding again", () => found(template, "wildcard-action").length === 1);
    const actions = await codeActionsAt(template, diagnostic.range);
    const silence = actions.find(({ title }) => title === "Silence wildcard-action here");
    assert.ok(silence?.edit);
    assert.ok(await vscode.workspace.applyEdit(silence.edit));
    await until("no finding", () => found(template, "wildcard-action").length === 0);
    await replaceAll(template, before);
  });

  test("come with what rules find in code, which a quick fix mends", async () => {
    await vscode.window.showTextDocument(source);
    const before = (await vscode.workspace.openTextDocument(source)).getText();
    await insertBefore(source, "import { greeting }", 'import { S3Client } from "@aws-sdk/client-s3";\n');
    await insertBefore(source, "  invocations += 1;", "  const s3 = new S3Client({});\n");
    const diagnostic = await until("a finding", () => found(source, "client-in-handler")[0]);
    const actions = await codeActionsAt(source, diagnostic.range);
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until("no finding", () => found(source, "client-in-handler").length === 0);
    const [client, handler] = [await positionOf(source, "new S3Client"), await positionOf(source, "function handler")];
    assert.ok(client.isBefore(handler));
    await replaceAll(source, before);
  });

  test("say once what the loader reports", async () => {
    const document = await vscode.workspace.openTextDocument(template);
    const before = document.getText();
    await replaceAll(template, before.replace("Runtime: python3.13", "Runtime: python3.8"));
    assert.ok(await document.save());
    const ofRuntime = (): string[] =>
      vscode.languages
        .getDiagnostics(template)
        .filter(({ message }) => message.includes("python3.8"))
        .map(codeOf);
    await until("a report", () => ofRuntime().length > 0);
    await until("the language server's answer", async () => (await hintsOf(template)).length > 0);
    assert.equal(ofRuntime().length, 1, ofRuntime().join());
    await replaceAll(template, before);
    assert.ok(await document.save());
    await until("no report", () => ofRuntime().length === 0);
  });
});

async function lensesOf(uri: vscode.Uri): Promise<vscode.Command[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
  return lenses.flatMap(({ command }) => command ?? []);
}

/** Line and text of each. */
async function hintsOf(uri: vscode.Uri): Promise<[number, string][]> {
  const { lineCount } = await vscode.workspace.openTextDocument(uri);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    uri,
    new vscode.Range(0, 0, lineCount, 0),
  );
  return hints.map(({ position, label }) => [
    position.line,
    typeof label === "string" ? label : label.map(({ value }) => value).join(""),
  ]);
}

/** What is ours of a hover. */
async function hoverAt(uri: vscode.Uri, at: vscode.Position): Promise<string | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, at);
  const texts = hovers
    .flatMap(({ contents }) => contents)
    .flatMap((each) => (each instanceof vscode.MarkdownString ? [each.value] : []));
  return texts.find((text) => text.includes("us-east-1"));
}

function found(uri: vscode.Uri, code: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((each) => codeOf(each) === code);
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

async function codeActionsAt(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
}

async function positionOf(uri: vscode.Uri, text: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in ${uri.fsPath}`);
  return document.positionAt(offset);
}

async function insertBefore(uri: vscode.Uri, text: string, inserted: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, await positionOf(uri, text), inserted);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function replaceAll(uri: vscode.Uri, text: string): Promise<void> {
  const { lineCount } = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Sets one of ours for the folder, and takes it back. */
async function withSetting(name: string, value: unknown, look: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration("pilotlight");
  await settings.update(name, value, vscode.ConfigurationTarget.Workspace);
  try {
    await look();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
  }
}
