import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { BorrowedEsbuilds } from "../runner/estimates/borrowed-esbuilds.ts";
import { FolderContents } from "../runner/estimates/folder-contents.ts";
import { ImportCosts } from "../runner/estimates/import-costs.ts";
import { thisHost } from "../runner/host.ts";
import type { LambdaFunction } from "../runner/model/function.ts";
import { makeWorkspace, type Workspace } from "./build/workspace.ts";

interface Measured {
  readonly workspace: Workspace;
  readonly costs: ImportCosts;
  /** Builds and measures; gives what the measurement says and what is known then, without the milliseconds. */
  readonly measure: (
    fn: LambdaFunction,
    id?: string,
  ) => Promise<{ isNew: boolean; imports: string[]; ms: Readonly<Record<string, number>> }>;
}

const never = new AbortController().signal;

async function measured(t: TestContext, host = thisHost()): Promise<Measured> {
  const workspace = await makeWorkspace(t);
  const esbuilds = new BorrowedEsbuilds();
  const folder = join(workspace.storageFolder, "measuring");
  const costs = new ImportCosts({ host, region: "eu-west-1", folder, esbuilds, contents: new FolderContents() });
  t.after(async () => {
    costs.dispose();
    await esbuilds.dispose();
  });
  return {
    workspace,
    costs,
    async measure(fn, id = "00000001") {
      const build = await workspace.build(fn);
      const isNew = await costs.measure({ fn, id, build }, never);
      const found = costs.of(fn.name);
      assert.ok(found.every((cost) => cost.build === id));
      return {
        isNew,
        imports: found.map(({ specifier }) => specifier),
        ms: Object.fromEntries(found.map(({ specifier, ms }) => [specifier, ms])),
      };
    },
  };
}

/** Takes so long to load. */
const busyNode = (ms: number): string => `const end = performance.now() + ${ms}; while (performance.now() < end);`;
const busyPython = (ms: number): string =>
  `import time\nend = time.perf_counter() + ${ms} / 1000\nwhile time.perf_counter() < end: pass\n`;

describe("import costs of Node.js", () => {
  test("are those of each import of a bundled handler, shared ones counted for the first", async (t) => {
    const { workspace, measure, costs } = await measured(t);
    await workspace.write({
      "node_modules/shared/index.js": `${busyNode(200)} exports.x = 1;`,
      "node_modules/first/index.js": "exports.one = require('shared');",
      "node_modules/second/index.js": `${busyNode(20)} exports.two = require('shared');`,
      "lib/own.ts": "import 'second'; export const own: number = 1;",
      "app.ts": `
        import type { Context } from "aws-lambda";
        import { readFile } from "node:fs/promises";
        import { one } from "first";
        import { own } from "./lib/own.ts";
        throw new Error("nothing of the handler's own runs");
        export const handler = async (_: unknown, context: Context) => [readFile, one, own, context, await import("late")];`,
      "node_modules/late/index.js": busyNode(1000),
    });
    const { isNew, imports, ms } = await measure(workspace.fn());
    assert.equal(isNew, true);
    assert.deepEqual(imports, ["node:fs/promises", "first", "./lib/own.ts"]);
    assert.ok((ms["first"] ?? 0) >= 200, JSON.stringify(ms));
    assert.ok((ms["./lib/own.ts"] ?? 0) >= 20 && (ms["./lib/own.ts"] ?? 0) < (ms["first"] ?? 0), JSON.stringify(ms));
    assert.equal(costs.of("Hello")[0]?.file, workspace.path("app.ts"));
  });

  test("leave out what a bundler drops", async (t) => {
    const { workspace, measure } = await measured(t);
    await workspace.write({
      "node_modules/big/package.json": JSON.stringify({
        name: "big",
        type: "module",
        sideEffects: false,
        main: "index.js",
      }),
      "node_modules/big/index.js": "export { small } from './small.js'; export { slow } from './slow.js';",
      "node_modules/big/small.js": "export const small = 1;",
      "node_modules/big/slow.js": "throw new Error('not dropped'); export const slow = 1;",
      "app.ts": "import { small } from 'big'; export const handler = async () => small;",
    });
    assert.deepEqual((await measure(workspace.fn())).imports, ["big"]);
  });

  for (const [name, app, manifest] of [
    ["a CommonJS module", "const a = require('a'); require('./lib/own'); exports.handler = async () => a;", {}],
    [
      "an ES module",
      "import a from 'a'; import './lib/own.js'; export const handler = async () => a;",
      { type: "module" },
    ],
  ] as const) {
    test(`are those of ${name} that runs as it stands`, async (t) => {
      const { workspace, measure } = await measured(t);
      await workspace.write({
        "package.json": JSON.stringify(manifest),
        "node_modules/a/index.js": `${busyNode(30)} console.log("chatter");`,
        "lib/own.js": busyNode(10),
        "app.js": app,
      });
      const { imports, ms } = await measure(workspace.fn());
      const own = name === "an ES module" ? "./lib/own.js" : "./lib/own";
      assert.deepEqual(imports, ["a", own]);
      assert.ok((ms["a"] ?? 0) >= 30 && (ms[own] ?? 0) >= 10, JSON.stringify(ms));
    });
  }

  test("say nothing of an import that fails, and go on with the next", async (t) => {
    const { workspace, measure } = await measured(t);
    await workspace.write({
      "package.json": "{}",
      "node_modules/broken/index.js": "throw new Error('broken');",
      "node_modules/fine/index.js": "",
      "app.js": "require('broken'); require('fine'); exports.handler = async () => 1;",
    });
    assert.deepEqual((await measure(workspace.fn())).imports, ["fine"]);
  });

  test("get as far as an import that ends the process", async (t) => {
    const { workspace, measure } = await measured(t);
    await workspace.write({
      "package.json": "{}",
      "node_modules/fine/index.js": "",
      "node_modules/rude/index.js": "process.exit(0);",
      "app.js": "require('fine'); require('rude'); exports.handler = async () => 1;",
    });
    assert.deepEqual((await measure(workspace.fn())).imports, ["fine"]);
  });

  test("see the function's variables, and no credentials of the machine", async (t) => {
    const host = { ...thisHost(), env: { ...process.env, AWS_ACCESS_KEY_ID: "real", MACHINE: "x" } };
    const { workspace, measure } = await measured(t, host);
    const checks = "process.env.AWS_ACCESS_KEY_ID !== 'test' || process.env.MACHINE || process.env.TABLE !== 'orders'";
    await workspace.write({
      "package.json": "{}",
      "node_modules/checks/index.js": `if (${checks}) throw new Error('wrong variables');`,
      "app.js": "require('checks'); exports.handler = async () => 1;",
    });
    const { imports } = await measure(workspace.fn({ environment: { TABLE: "orders" } }));
    assert.deepEqual(imports, ["checks"]);
  });

  test("are not measured again for a build that imports the same", async (t) => {
    const { workspace, measure, costs } = await measured(t);
    const note = workspace.path("starts");
    await workspace.write({
      "lib/own.js": `require("node:fs").appendFileSync(${JSON.stringify(note)}, "x");`,
      "package.json": "{}",
      "app.js": "require('./lib/own'); exports.handler = async () => 1;",
    });
    await measure(workspace.fn());
    const before = costs.of("Hello");
    await workspace.write({ "app.js": "require('./lib/own'); exports.handler = async () => 2;" });
    const { isNew } = await measure(workspace.fn(), "00000002");
    assert.equal(isNew, true);
    assert.deepEqual(
      costs.of("Hello"),
      before.map((cost) => ({ ...cost, build: "00000002" })),
    );
    await workspace.write({ "lib/own.js": busyNode(50) });
    const { ms } = await measure(workspace.fn(), "00000003");
    assert.ok((ms["./lib/own"] ?? 0) >= 50, JSON.stringify(ms));
  });

  test("are given up at once when they are cancelled", async (t) => {
    const { workspace, costs } = await measured(t);
    const mark = workspace.path("pid");
    await workspace.write({
      "package.json": "{}",
      "node_modules/endless/index.js": `require("node:fs").writeFileSync(${JSON.stringify(mark)}, String(process.pid)); for (;;);`,
      "app.js": "require('endless'); exports.handler = async () => 1;",
    });
    const fn = workspace.fn();
    const build = await workspace.build(fn);
    const abort = new AbortController();
    const measuring = costs.measure({ fn, id: "00000001", build }, abort.signal);
    while (!existsSync(mark)) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    assert.equal(await measuring, false);
    assert.deepEqual(costs.of("Hello"), []);
    assert.deepEqual(readdirSync(join(workspace.storageFolder, "measuring")), []);
  });
});

describe("import costs of Python", () => {
  const python = { runtime: "python3.12", handler: "src/app.handler" };

  test("are those of the handler's top level, none of its own lines run", async (t) => {
    const { workspace, measure, costs } = await measured(t);
    await workspace.write({
      "shared.py": busyPython(200),
      "first.py": "import shared",
      "src/__init__.py": "",
      "src/lib/__init__.py": "",
      "src/lib/orders.py": busyPython(20) + "import shared",
      "src/app.py": [
        "from typing import TYPE_CHECKING",
        "import first, json",
        "from .lib import orders",
        "try:",
        "    import not_there",
        "except ImportError:",
        "    pass",
        "if TYPE_CHECKING:",
        "    import only_types",
        "raise Exception('nothing of the handler runs')",
        "def handler(event, context):",
        "    import late",
      ].join("\n"),
    });
    const { imports, ms } = await measure(workspace.fn(python));
    assert.deepEqual(imports, ["typing", "first", "json", ".lib"]);
    assert.ok((ms["first"] ?? 0) >= 200, JSON.stringify(ms));
    assert.ok((ms[".lib"] ?? 0) >= 20 && (ms[".lib"] ?? 0) < (ms["first"] ?? 0), JSON.stringify(ms));
    assert.equal(costs.of("Hello")[0]?.file, workspace.path("src", "app.py"));
  });

  test("count what a layer brings, once for builds that differ elsewhere", async (t) => {
    const { workspace, measure, costs } = await measured(t);
    await workspace.write({
      "app.py": "import layered\ndef handler(event, context): pass\n",
      "layer/python/layered.py": busyPython(10),
    });
    const layer = { name: "layer", content: { kind: "folder", path: workspace.path("layer") } } as const;
    const fn = workspace.fn({ ...python, handler: "app.handler", layers: [layer] });
    assert.deepEqual((await measure(fn)).imports, ["layered"]);
    const before = costs.of("Hello");
    await workspace.write({ "app.py": "import layered\ndef handler(event, context): return 1\n" });
    await measure(fn, "00000002");
    assert.deepEqual(
      costs.of("Hello"),
      before.map((cost) => ({ ...cost, build: "00000002" })),
    );
  });

  test("are none where the handler can't be parsed", async (t) => {
    const { workspace, measure } = await measured(t);
    await workspace.write({ "app.py": "import json\ndef handler(:\n" });
    const { isNew, imports } = await measure(workspace.fn({ ...python, handler: "app.handler" }));
    assert.deepEqual({ isNew, imports }, { isNew: false, imports: [] });
  });
});

test("Functions of other languages have no import costs", async (t) => {
  const { workspace, measure } = await measured(t);
  await workspace.write({ bootstrap: "#!/bin/sh\n" });
  const { isNew } = await measure(workspace.fn({ runtime: "provided.al2023", handler: "bootstrap" }));
  assert.equal(isNew, false);
});
