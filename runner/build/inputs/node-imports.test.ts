import assert from "node:assert/strict";
import { test } from "node:test";
import { importedSpecifiers } from "./node-imports.ts";

const readable: [source: string, specifiers: string[]][] = [
  ["const a = require(\"./a\"), b = require('./b');", ["./a", "./b"]],
  ['import a from "./a.mjs";\nimport "./b.mjs";\nimport * as c from "./c.mjs";', ["./a.mjs", "./b.mjs", "./c.mjs"]],
  ['import {\n  a,\n  b,\n} from "./a.mjs";', ["./a.mjs"]],
  ['export * from "./a.mjs"; export { b } from "./b.mjs";', ["./a.mjs", "./b.mjs"]],
  ['import{a}from"./a.mjs";import"./b.mjs"', ["./a.mjs", "./b.mjs"]],
  ['const a = await import("./a.mjs"); import(/* lazy */ `./b.mjs`);', ["./a.mjs", "./b.mjs"]],
  ['import data from "./a.json" with { type: "json" };', ["./a.json"]],
  ['require.resolve("./a"); import("./b.json", { with: { type: "json" } });', ["./a", "./b.json"]],
  ['const here = import.meta.url; if (require.main === module) run("http://x"); require("./a")', ["./a"]],
  ['// require(x)\n/**\n * import(y)\n */\nrequire("./a");', ["./a"]],
];

for (const [source, specifiers] of readable) {
  test(`reads the imports of ${JSON.stringify(source)}`, () => {
    assert.deepEqual(importedSpecifiers(source), { specifiers, isOpen: false });
  });
}

const open = [
  "require(name)",
  'require("./" + name)',
  "import(`./events/${name}.mjs`)",
  "const load = require; load('./a')",
  'module.require("./a")',
  "const require = createRequire(import.meta.url);",
  'new Worker("./worker.js")',
  'fork("./child.js")',
  "eval(text)",
];

for (const source of open) {
  test(`does not trust the imports of ${JSON.stringify(source)}`, () => {
    assert.equal(importedSpecifiers(source).isOpen, true);
  });
}
