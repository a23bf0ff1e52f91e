import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { lacking, pathOf } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";
import { runCommand } from "./images/run-command.ts";

/** Where `CI` is set, pnpm would keep to the lockfile, which these tests make outdated. */
const pnpmInstall = ["install", "--offline", "--no-frozen-lockfile"];

const installers = {
  pnpm: {
    skip: lacking("pnpm"),
    install: (cwd: string) => runCommand(process.execPath, [pathOf("pnpm"), ...pnpmInstall], { cwd }),
  },
  npm: {
    skip: false as const,
    install: (cwd: string) => runCommand("npm", ["install", "--offline", "--no-audit", "--no-fund"], { cwd }),
  },
};

for (const [name, { skip, install }] of Object.entries(installers)) {
  describe(`A repository of several packages, linked by ${name}`, { skip, timeout: 60_000 }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let saves: Saves;
    before(async () => {
      project = await startProject(scope, { files, functions, defaults });
      saves = new Saves(project);
      await install(project.folder);
      for (const name of Object.keys(functions)) await project.invoke(name);
    });

    /** Saves a file and then another one, and resolves to the functions of every reload before the second's. */
    const reloadsOf = async (change: () => void): Promise<string[][]> => {
      const first = saves.reloads.length;
      await saves.after(change);
      await saves.lineAfter(
        () => saves.write("packages/alone/app.ts", `export const handler = async () => ${first};\n`),
        (line) => line.event === "reload" && String(line["functions"]) === "Alone",
      );
      return saves.reloads.slice(first, -1).map((reload) => [...reload.functions].sort());
    };

    test("reloads the functions that import what was edited in a linked package", async () => {
      assert.equal(await project.payloadOf("One"), "shared 1");
      assert.equal(await project.payloadOf("Both"), "shared 1, other 1");
      const edit = (): void => saves.write("packages/shared/src/value.ts", "export const value = 2;\n");
      assert.deepEqual(await reloadsOf(edit), [["Both", "One"]]);
      assert.equal(await project.payloadOf("One"), "shared 2");
      assert.equal(await project.payloadOf("Both"), "shared 2, other 1");
    });

    test("leaves the others alone", async () => {
      const edit = (): void => saves.write("packages/other/index.js", "exports.value = 2;\n");
      assert.deepEqual(await reloadsOf(edit), [["Both"]]);
      assert.equal(await project.payloadOf("Both"), "shared 2, other 2");
    });

    test("reloads a function that runs as it stands when a package linked to it is edited", async () => {
      assert.equal(await project.payloadOf("Plain"), "plain");
      const edit = (): void => saves.write("packages/plain-words/index.js", 'exports.word = "said";\n');
      assert.deepEqual(await reloadsOf(edit), [["Plain"]]);
      assert.equal(await project.payloadOf("Plain"), "said");
    });

    test("takes up what an edited package newly imports", async () => {
      const index = 'import { more } from "./more.ts";\nexport const value = `more ${more}`;\n';
      assert.deepEqual(await reloadsOf(() => saves.write("packages/shared/src/value.ts", index)), [["Both", "One"]]);
      assert.equal(await project.payloadOf("One"), "shared more 1");
      const edit = (): void => saves.write("packages/shared/src/more.ts", "export const more = 2;\n");
      assert.deepEqual(await reloadsOf(edit), [["Both", "One"]]);
      assert.equal(await project.payloadOf("One"), "shared more 2");
    });

    test("takes up what an install brings", async () => {
      const manifest = JSON.stringify({ name: "@acme/one", version: "1.0.0", dependencies: { ...shared, ...late } });
      const failed = await saves.after(() =>
        saves.write(
          "packages/one/app.ts",
          'import { late } from "@acme/late";\nexport const handler = async () => late;\n',
        ),
      );
      assert.deepEqual([...failed.failed, ...Object.keys(failed.initErrors)], ["One"]);
      saves.write("packages/one/package.json", manifest);
      saves.write("packages/late/package.json", JSON.stringify({ name: "@acme/late", version: "1.0.0" }));
      saves.write("packages/late/index.js", 'exports.late = "late";\n');
      const isMended = saves.lineAfter(
        () => undefined,
        (line) => line.event === "reload" && String(line["functions"]) === "One" && isEmpty(line["initErrors"]),
      );
      await install(project.folder);
      await isMended;
      assert.equal(await project.payloadOf("One"), "late");
    });

    test("survives the packages being installed anew", async () => {
      rmSync(join(project.folder, "node_modules"), { recursive: true });
      await install(project.folder);
      const edit = (): void => saves.write("packages/other/index.js", "exports.value = 3;\n");
      await saves.lineAfter(edit, (line) => line.event === "reload" && String(line["functions"]).includes("Both"));
      assert.equal(await project.payloadOf("Both"), "shared more 2, other 3");
    });
  });
}

function isEmpty(value: unknown): boolean {
  return Object.keys(value as object).length === 0;
}

function manifest(name: string, more: object): string {
  return JSON.stringify({ name: `@acme/${name}`, version: "1.0.0", ...more });
}

/** pnpm takes the package of the workspace for it, and so does npm. */
const shared = { "@acme/shared": "1.0.0" };
const other = { "@acme/other": "1.0.0" };
const late = { "@acme/late": "1.0.0" };

const files = {
  "package.json": JSON.stringify({ private: true, workspaces: ["packages/*"] }),
  "pnpm-workspace.yaml": "packages: [packages/*]\nlinkWorkspacePackages: true\n",
  "packages/shared/package.json": manifest("shared", { type: "module", exports: "./src/index.ts" }),
  "packages/shared/src/index.ts": 'export { value } from "./value.ts";\n',
  "packages/shared/src/value.ts": "export const value = 1;\n",
  "packages/shared/src/more.ts": "export const more = 1;\n",
  "packages/other/package.json": manifest("other", {}),
  "packages/other/index.js": "exports.value = 1;\n",
  "packages/plain-words/package.json": manifest("plain-words", {}),
  "packages/plain-words/index.js": 'exports.word = "plain";\n',
  "packages/one/package.json": manifest("one", { dependencies: shared }),
  "packages/one/app.ts":
    'import { value } from "@acme/shared";\nexport const handler = async () => `shared ${value}`;\n',
  "packages/both/package.json": manifest("both", { dependencies: { ...shared, ...other } }),
  "packages/both/app.ts": `import { value } from "@acme/shared";
import { value as second } from "@acme/other";
export const handler = async () => \`shared \${value}, other \${second}\`;
`,
  "packages/plain/package.json": manifest("plain", { dependencies: { "@acme/plain-words": "1.0.0" } }),
  "packages/plain/app.js": 'const { word } = require("@acme/plain-words");\nexports.handler = async () => `${word}`;\n',
  "packages/alone/package.json": manifest("alone", {}),
  "packages/alone/app.ts": "export const handler = async () => 1;\n",
};

const functions = {
  One: { CodeUri: "packages/one" },
  Both: { CodeUri: "packages/both" },
  Plain: { CodeUri: "packages/plain" },
  Alone: { CodeUri: "packages/alone" },
};

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 20, MemorySize: 256 };
