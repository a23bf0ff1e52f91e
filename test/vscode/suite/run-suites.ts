import { appendFileSync } from "node:fs";
import Mocha from "mocha";
import type { SuiteLine } from "../suite-line.ts";

/**
 * Runs mocha suites inside VS Code's extension host. `load` has to load the files that define them, and nothing may
 * have loaded them before. Each result is a line of the file that `PILOTLIGHT_SUITE_RESULTS` names, or of the console.
 *
 * @throws Error when a test fails: `@vscode/test-electron` takes its exit code from that
 */
export async function runSuites(load: () => void): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", timeout: 90_000, reporter: LineReporter });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  load();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    // Other extensions live in this process, and mocha would put what they leave uncaught down to the test that runs.
    // VS Code logs it; what is of our extension is looked for there.
    // eslint-disable-next-line @typescript-eslint/unbound-method -- mocha has bound it to the runner
    runner.once("start", () => process.removeListener("uncaughtException", runner.uncaught));
  });
  writeSuiteLine({ kind: "end" });
  if (failures > 0) throw new Error(`${failures} of the suite's tests failed.`);
}

/** Something to read beside the results, such as a figure that was measured. */
export function note(text: string): void {
  writeSuiteLine({ kind: "note", text });
}

class LineReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on("pass", (test) => writeSuiteLine(lineOf(test, "passed")));
    runner.on("pending", (test) => writeSuiteLine(lineOf(test, "pending")));
    // Hooks fail too; mocha then calls them tests.
    runner.on("fail", (test, error: Error) =>
      writeSuiteLine({ ...lineOf(test, "failed"), stack: error.stack ?? String(error) }),
    );
  }
}

function lineOf(test: Mocha.Runnable, state: "passed" | "failed" | "pending"): SuiteLine & { kind: "test" } {
  return { kind: "test", title: test.fullTitle(), state, durationMs: test.duration ?? 0 };
}

function writeSuiteLine(line: SuiteLine): void {
  const text = JSON.stringify(line);
  const file = process.env["PILOTLIGHT_SUITE_RESULTS"];
  if (file === undefined) console.log(text);
  else appendFileSync(file, `${text}\n`);
}
