import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { VsCodeSession } from "./session.ts";

/** How long a suite may take altogether, in ms. */
const patienceMs = 600_000;

/** Makes each result of the session's suite a subtest of its own, with the stack that it had inside VS Code. */
export async function reportSuite(t: TestContext, session: VsCodeSession): Promise<void> {
  const lines = await session.results.all(AbortSignal.any([t.signal, AbortSignal.timeout(patienceMs)]));
  for (const line of lines) {
    if (line.kind === "note") {
      t.diagnostic(line.text);
      continue;
    }
    await t.test(line.title, { skip: line.state === "pending" }, () => {
      if (line.state === "failed") throw new SuiteFailure(line.stack ?? line.title);
    });
  }
  assert.ok(
    lines.some((line) => line.kind === "test"),
    "The suite has no tests",
  );
  await t.test("leaves no uncaught error of the extension", () => session.assertNoExtensionErrors());
}

/** What failed inside VS Code: the stack from there counts, not the one from here. */
class SuiteFailure extends Error {
  constructor(stack: string) {
    super(stack.split("\n")[0] ?? stack);
    this.stack = stack;
  }
}
