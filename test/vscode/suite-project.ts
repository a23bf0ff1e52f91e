import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Function of the suites' project that fails or takes its time, as the event wants it. */
const trouble = `
  Trouble:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints: [src/app.ts]
        Target: node24
        Sourcemap: true
    Properties:
      Runtime: nodejs24.x
      CodeUri: trouble/
      Handler: app.handler
      Timeout: 300
`;

const files = {
  "trouble/src/app.ts": `export async function handler({ fail, waitMs = 0 }: { fail?: string; waitMs?: number }) {
  if (fail !== undefined) {
    throw new RangeError(fail);
  }
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return { waitedMs: waitMs };
}
`,
  "events/trouble/fail.json": JSON.stringify({ fail: "no more room" }),
  "events/trouble/wait.json": JSON.stringify({ waitMs: 250_000 }),
};

/** Of the user: runners take any free port, so that those of several windows do not meet. */
export const suiteSettings = { "pilotlight.engine": "process", "pilotlight.port": 0 };

/** Of a folder that is not trusted: whoever heeds them sees no function. */
export const untrustedSettings = { "pilotlight.engine": "container", "pilotlight.templates": ["theirs.yaml"] };

/**
 * Writes what suites open: the sample project, and a function `Trouble`. Suites may change it.
 *
 * @param settings what the folder itself brings along
 */
export function writeSuiteProject(folder: string, settings: Readonly<Record<string, unknown>> = {}): void {
  cpSync(join(import.meta.dirname, "..", "..", "sample"), folder, { recursive: true });
  appendFileSync(join(folder, "template.yaml"), trouble);
  for (const [name, text] of Object.entries({ ...files, ".vscode/settings.json": JSON.stringify(settings) })) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
