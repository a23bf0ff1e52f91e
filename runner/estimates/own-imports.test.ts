import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { transform } from "esbuild";
import { ownImports } from "./own-imports.ts";

const specifiersOf = async (source: string): Promise<string[]> =>
  ownImports((await transform(source, { loader: "ts" })).code).map(({ specifier }) => specifier);

describe("a module's own imports", () => {
  test("are its statements, in their order, without those of types", async () => {
    const source = `
      import "reflect-metadata";
      import type { Context } from "aws-lambda";
      import { type Order, load } from './orders.js'
      import def, { a as b } from "both"; import * as all from "all";
      import { Unused } from "only-types";
      export { x } from "re-exported"; export * from "./star.js";
      import config from "./config.json" with { type: "json" };
      console.log(load, def, b, all, config);
      export const text: Order | Context | Unused = 'import y from "no";';`;
    const expected = ["reflect-metadata", "./orders.js", "both", "all", "re-exported", "./star.js", "./config.json"];
    assert.deepEqual(await specifiersOf(source), expected);
  });

  test("are its calls on the top level, and none that a function or block holds", async () => {
    const source = `
      const { a } = require("a"), b = require("b").default;
      const later = () => require("later");
      const c = await import("c");
      if (process.env.X) { require("maybe"); }
      require("./own")(a);
      exports.handler = async () => { require("in-handler"); await import("in-handler-too"); };
      function named() { return require("in-function"); }
      module.exports.other = function () { return require("in-expression"); };
      import fs = require("by-typescript");
      console.log(fs, b, c, my.require("not-this"));`;
    assert.deepEqual(await specifiersOf(source), ["a", "b", "c", "./own", "by-typescript"]);
  });

  test("make modules of their own that keep what the names stand for", () => {
    const printed = ['import one, { two as three } from "pkg";', 'import "effect";', 'const x = require("cjs");', ""];
    assert.deepEqual(ownImports(printed.join("\n")), [
      {
        specifier: "pkg",
        module: 'import one, { two as three } from "pkg";\nexport { one as _0, three as _1 };',
      },
      { specifier: "effect", module: 'import "effect";' },
      { specifier: "cjs", module: 'require("cjs");' },
    ]);
  });

  test("are found where esbuild breaks a long list of names", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `aLongName${index}`);
    const source = `import {\n${names.join(",\n")}\n} from "many";\nconsole.log(${names.join(", ")});`;
    assert.deepEqual(await specifiersOf(source), ["many"]);
  });
});
