import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A function with everything that a template's hints are about, and with what rules are against. */
const reports = `
  Reports:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints: [src/app.ts]
        Target: node24
    Properties:
      Runtime: nodejs24.x
      CodeUri: reports/
      Handler: app.handler
      MemorySize: 1024
      Timeout: 60
      Architectures: [x86_64]
      EphemeralStorage:
        Size: 1024
      AutoPublishAlias: live
      ProvisionedConcurrencyConfig:
        ProvisionedConcurrentExecutions: 2
      Policies:
        - Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: "*"
              Resource: "*"
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: cron(0 3 * * ? *)
`;

const files = {
  // Takes a while to load, as a heavy package does.
  "reports/src/table.ts": `let sum = 0;
for (let divisor = 1; divisor < 60_000_000; divisor++) sum += 1 / divisor;
export const harmonic = sum;
`,
  "reports/src/app.ts": `import { harmonic } from "./table.ts";

export async function handler() {
  return { harmonic };
}
`,
};

/** Writes the sample project, and a function `Reports` that there is something to say about. */
export function writeEstimatesProject(folder: string): void {
  cpSync(join(import.meta.dirname, "..", "..", "sample"), folder, { recursive: true });
  appendFileSync(join(folder, "template.yaml"), reports);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
