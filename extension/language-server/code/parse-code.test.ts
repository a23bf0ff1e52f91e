import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { importsOf, type ParsedCode, parseCode } from "./parse-code.ts";

const specifiers = (file: string, text: string): string[] =>
  importsOf(parseCode(file, text)).map(({ specifier }) => specifier);

const shape = ({ tree }: ParsedCode): string[] => {
  const nodes: string[] = [];
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}-${to}`) });
  return nodes;
};

describe("importsOf", () => {
  test("lists the modules that a script loads, in order", () => {
    const text = `import a, { b } from "a";
import "b";
export * from 'c';
const { d } = require("d");
const e = wrap(require("e")).f;
`;
    assert.deepEqual(specifiers("/app.mjs", text), ["a", "b", "c", "d", "e"]);
  });

  test("leaves out what only types come from", () => {
    const text = `import type { A } from "a";
import { type B, type C } from "b";
import { type D, e } from "e";
import F, { type G } from "f";
`;
    assert.deepEqual(specifiers("/app.ts", text), ["e", "f"]);
  });

  test("leaves out what is loaded later or not at all", () => {
    const text = `const load = () => require("a");
export const b = "b";
class C { d = require("d"); }
const e = { f() { return require("f"); }, g: require("g") };
// require("h")
require(name);
`;
    assert.deepEqual(specifiers("/app.js", text), ["g"]);
  });

  test("lists the modules of Python by their full names", () => {
    const text = `import os, a.b as c
from .d import (e as f,  # why
    g)
from . import h
try:
    import i
except ImportError:
    i = None
`;
    assert.deepEqual(specifiers("/app.py", text), ["os", "a.b", ".d", ".", "i"]);
  });

  test("leaves out what Python's type checkers and functions import", () => {
    const text = `from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
def handler(event, context):
    import json
`;
    assert.deepEqual(specifiers("/app.py", text), ["typing"]);
  });

  test("says where the module's name stands", () => {
    const text = `import {\r\n  a,\r\n} from "abc";\r\n`;
    assert.deepEqual(importsOf(parseCode("/app.ts", text)), [
      { specifier: "abc", range: { start: { line: 2, character: 8 }, end: { line: 2, character: 11 } } },
    ]);
  });

  test("finds imports of code that is half typed", () => {
    assert.deepEqual(specifiers("/app.ts", `import { a } from "a";\nimport {`), ["a"]);
    assert.deepEqual(specifiers("/app.py", "import a\nfrom b imp\nimport c."), ["a", "b"]);
  });

  test("finds none in other languages", () => {
    assert.deepEqual(specifiers("/App.java", "import java.util.List;"), []);
  });
});

describe("parseCode", () => {
  test("gives the same version for the same text", () => {
    const parsed = parseCode("/app.js", "a();");
    assert.equal(parseCode("/app.js", "a();", parsed), parsed);
  });

  test("makes the same tree of an edit as of the whole text", () => {
    const before = Array.from({ length: 100 }, (_, index) => `export const f${index} = (a) => a + ${index};`).join(
      "\n",
    );
    for (const [find, replacement] of [
      ["f50 = (a)", "f50 = async (a, b)"],
      ["export const f0 ", ""],
      ["a + 99;", "{"],
    ] as const) {
      const after = before.replace(find, replacement);
      const edited = parseCode("/app.js", after, parseCode("/app.js", before));
      assert.deepEqual(shape(edited), shape(parseCode("/app.js", after)));
    }
  });

  test("starts anew where the file became one of another language", () => {
    const before = parseCode("/app.js", "import os");
    assert.equal(parseCode("/app.py", "import os, re", before).tree.topNode.firstChild?.name, "ImportStatement");
  });
});
