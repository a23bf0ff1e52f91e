import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { keepPicture } from "./vscode/kept-pictures.ts";
import { VsCodeSession } from "./vscode/session.ts";
import type { Workbench } from "./vscode/pages/workbench.ts";

/** What somebody does who has just installed the extension: one window, from nothing to an error that is understood. */
describe("A person's way from an empty window", { skip: lacking("vscode"), timeout: 240_000 }, () => {
  const scope = suiteScope();
  let session: VsCodeSession;
  let workbench: Workbench;
  const parent = join(newFolder(scope), "work");

  before(async () => {
    mkdirSync(join(parent, "another-project"), { recursive: true });
    const extensions = await InstalledExtensions.install(scope);
    const settings = { "pilotlight.engine": "process", "pilotlight.port": 0 };
    session = await VsCodeSession.open(scope, { name: "journey", extensions, window: "empty", settings });
    workbench = session.workbench;
  });

  const picture = async (name: string): Promise<void> => keepPicture(name, await session.screenshot(name));

  test("begins with a view that offers what to do", async () => {
    await workbench.openViewContainer("Lambda");
    await session.page.getByRole("button", { name: "New Project" }).waitFor();
    await session.page.getByRole("button", { name: "Open Sample" }).waitFor();
    await picture("empty-window");
  });

  test("leads to a project by a wizard that goes back, too", async () => {
    const { quickInput } = workbench;
    await quickInput.runCommand("Lambda: New Project…");
    await quickInput.pick("Python");
    await quickInput.titled("(2/6)");
    await quickInput.back();
    await quickInput.pick("TypeScript");
    await picture("new-project");
    await quickInput.pick("HTTP API");
    await quickInput.titled("(3/6)");
    await quickInput.enter("HelloApi");
    await quickInput.pick("512 MB");
    await quickInput.pick("x86_64");
    await quickInput.titled("(6/6)");
    await quickInput.enter("order-service");
    await quickInput.choosePath(parent, "another-project", "Create order-service Here");
    await workbench.functions.row("HelloApi").waitFor();
    await workbench.editors.tab("app.ts").waitFor();
    await workbench.editors.waitForText("export async function handler");
  });

  test("invokes the new function, and sees the answer and what it cost", async () => {
    await workbench.functions.inlineAction("HelloApi", "Invoke");
    await workbench.quickInput.pick("events/hello-api/get-hello-api.json");
    await workbench.editors.tab("HelloApi · Result").waitFor();
    const result = workbench.editors.named("HelloApi · Result");
    await result.waitForText(/HelloApi succeeded at/);
    // Long lines are wrapped where the window's width says.
    await result.waitForText(/Duration +[\d.]+ ms · ❄ cold start/);
    await result.waitForText(/Cost +\$0\.00000\d+ on AWS/);
    await result.waitForText(/"statusCode": 200/);
    await workbench.functions.expand("HelloApi");
    await workbench.functions.row("GET /hello-api").waitFor();
    await workbench.lenses.withText("1 run").waitFor();
    await picture("result");
  });

  test("runs what was saved with the next call", async () => {
    await workbench.editors.open("app.ts");
    await workbench.editors.replaceAll(
      'export async function handler(): Promise<unknown> {\n  console.info("saved a moment ago");\n  return { statusCode: 200, body: "new code" };\n}\n',
    );
    await workbench.quickInput.runCommand("Lambda: Repeat Last Invocation");
    await workbench.editors.named("HelloApi · Result").waitForText(/"body": "new code"/);
  });

  test("shows the function's log", async () => {
    await workbench.quickInput.runCommand("Lambda: Show Logs");
    await workbench.waitForOutput(/\[info\] saved a moment ago/);
    await workbench.waitForOutput(/\[info\] REPORT RequestId: [\da-f-]+/);
    await picture("logs");
    await session.page.keyboard.press("Control+J");
  });

  test("leads from an error to the line that threw it", async () => {
    await workbench.editors.open("app.ts");
    const lines = [
      "interface Order { readonly total: number }",
      "",
      "export async function handler(): Promise<unknown> {",
      "  return { total: totalOf(undefined as unknown as Order) };",
      "}",
      "",
      "function totalOf(order: Order): number {",
      "  return order.total;",
      "}",
    ];
    await workbench.editors.replaceAll(`${lines.join("\n")}\n`);
    await workbench.quickInput.runCommand("Lambda: Repeat Last Invocation");
    const result = workbench.editors.named("HelloApi · Result");
    await result.waitForText(/HelloApi TypeError at/);
    await result.waitForText("functions/hello-api/src/app.ts:8:16");
    await picture("error");
    await result.followLink("functions/hello-api/src/app.ts:8:16");
    await workbench.editors.waitForPosition(8, 16);
  });

  test("sees in the tree and in the editor that a build failed, and that it is mended", async () => {
    await workbench.editors.open("app.ts");
    await workbench.editors.replaceAll("export const handler = async () => ({;\n");
    await workbench.functions.waitForDescription("HelloApi", /build failed/);
    await picture("build-failed");
    await workbench.editors.replaceAll("export const handler = async () => ({ mended: true });\n");
    await workbench.functions.waitForDescription("HelloApi", /^(?!.*build failed)/);
    await workbench.quickInput.runCommand("Lambda: Repeat Last Invocation");
    await workbench.editors.named("HelloApi · Result").waitForText(/"mended": true/);
  });

  test("adds a function in another language to the project, and invokes it", async () => {
    const { quickInput } = workbench;
    await quickInput.runCommand("Lambda: New Function…");
    await quickInput.pick("Python");
    await quickInput.pick("SQS");
    await quickInput.titled("(3/5)");
    await quickInput.enter("OrderMailer");
    await quickInput.pick("256 MB");
    await quickInput.pick("x86_64");
    await workbench.notifications.answer("OrderMailer is ready.", "Invoke");
    await quickInput.pick("SQS: OrderMailerQueue");
    await workbench.editors.named("OrderMailer · Result").waitForText(/"batchItemFailures": \[\]/);
    await workbench.functions.row("OrderMailer").waitFor();
  });

  test("looks right in each theme", async () => {
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await session.useTheme(theme);
      await picture(`window-${theme}`);
    }
  });

  test("left nothing behind that the extension has to be ashamed of", () => session.assertNoExtensionErrors());
});
