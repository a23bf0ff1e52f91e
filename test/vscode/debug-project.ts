import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeSuiteProject } from "./suite-project.ts";

/** Function of a monorepo: a package of it that is linked to another one. */
const linked = `
  Linked:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints: [app.ts]
        Target: node24
        Sourcemap: true
    Properties:
      Runtime: nodejs24.x
      CodeUri: packages/linked/
      Handler: app.handler
`;

/** Function in a folder whose name is another one in a URL. */
const oddFolder = "odd 100%25 #1 (é)";
const odd = `
  Odd:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        EntryPoints: ["my äpp.ts"]
        Target: node24
        Sourcemap: true
    Properties:
      Runtime: nodejs24.x
      CodeUri: "packages/${oddFolder}/"
      Handler: my äpp.handler
`;

/** Function for Python that fails as the event wants it. */
const ledger = `
  Ledger:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      CodeUri: ledger/
      Handler: app.handler
`;

const files = {
  "ledger/app.py": `def handler(event, context):
    try:
        return event["total"]
    except KeyError:
        refuse(event["reason"])

def refuse(reason):
    raise ValueError(reason)
`,
  [`packages/${oddFolder}/my äpp.ts`]: `interface Input { readonly name: string }
export async function handler({ name }: Input) {
  const greeting = \`Hello, \${name}\`;
  if (name === "nobody") setImmediate(() => { throw new RangeError(name); });
  return greeting;
}
`,
  "packages/linked/app.ts": `import { priceOf } from "@acme/prices";
export async function handler({ count }: { count: number }) {
  const price = priceOf(count);
  return { price };
}
`,
  "packages/linked/package.json": '{ "name": "linked", "dependencies": { "@acme/prices": "1.0.0" } }',
  "packages/prices/package.json": '{ "name": "@acme/prices", "version": "1.0.0", "exports": "./src/price.ts" }',
  "packages/prices/src/price.ts": `const rate = Number("2");
export function priceOf(count: number): number {
  const price = count * rate;
  return price;
}
`,
};

/** Writes the suites' project and three functions more, `Linked`, `Odd` and `Ledger`. */
export function writeDebugProject(folder: string): void {
  writeSuiteProject(folder);
  appendFileSync(join(folder, "template.yaml"), linked + odd + ledger);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, "node_modules", "@acme"), { recursive: true });
  // As package managers link what belongs to the workspace.
  symlinkSync(join("..", "..", "packages", "prices"), join(folder, "node_modules", "@acme", "prices"), "junction");
}
