import assert from "node:assert/strict";
import { test } from "node:test";
import { importedModules, type ImportedModule } from "./python-imports.ts";

function module(path: string, names: string[] = [], level = 0): ImportedModule {
  return { level, path: path === "" ? [] : path.split("."), names };
}

const cases: [source: string, modules: ImportedModule[]][] = [
  ["import a, b.c as d  # and more", [module("a"), module("b.c")]],
  ["from a.b import c as d, e", [module("a.b", ["c", "e"])]],
  ["from a import (\n    b,  # one\n    c as d,\n)", [module("a", ["b", "c"])]],
  ["from a import b, \\\n    c", [module("a", ["b", "c"])]],
  ["from . import a\nfrom ..b import c", [module("", ["a"], 1), module("b", ["c"], 2)]],
  ["from.a import b", [module("a", ["b"], 1)]],
  ["def f():\n    import a", [module("a")]],
  ["try: import a\nexcept ImportError: import b; import c", [module("a"), module("b"), module("c")]],
  ["from a import *", [module("a", ["*"])]],
  ["# import a\nimportant = 1", []],
  ["import größe", [module("größe")]],
];

for (const [source, modules] of cases) {
  test(`reads the imports of ${JSON.stringify(source)}`, () => {
    assert.deepEqual(importedModules(source), { modules, isOpen: false });
  });
}

const open = [
  "import importlib",
  "__import__('a')",
  "from pkgutil import iter_modules",
  "sys.path.append('lib')",
  "exec(code)",
];

for (const source of open) {
  test(`does not trust the imports of ${JSON.stringify(source)}`, () => {
    assert.equal(importedModules(source).isOpen, true);
  });
}
