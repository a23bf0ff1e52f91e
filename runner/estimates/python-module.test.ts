import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonModule } from "./python-module.ts";

function imports(text: string): string[] {
  return pythonModule(text).imports.map(
    ({ level, module, names }) => `${".".repeat(level)}${module}${names.length > 0 ? `: ${names.join(" ")}` : ""}`,
  );
}

test("reads every form of import", () => {
  assert.deepEqual(imports("import os, numpy as np\nfrom a.b import (\n  c,  # why\n  d as e,\n)\n"), [
    "os",
    "numpy",
    "a.b: c d",
  ]);
  assert.deepEqual(imports("from . import x\nfrom ..pkg.y import *\nimport a; import b"), [
    ".: x",
    "..pkg.y",
    "a",
    "b",
  ]);
  assert.deepEqual(imports("from a \\\n  import b"), ["a: b"]);
});

test("takes what runs at import, in whichever branch", () => {
  const text = `
import sys
try:
    import orjson as json
except ImportError:
    import json
if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli
class A:
    import inside
    def method(self):
        import late
import after
`;
  assert.deepEqual(imports(text), ["sys", "orjson", "tomllib", "tomli", "inside", "after"]);
});

test("leaves out what runs later, or never", () => {
  const text = `
def handler(event, context):
    import pandas

    return 1
async def other():
    import numpy
if TYPE_CHECKING:
    from scipy import stats
if typing.TYPE_CHECKING:
    import seaborn
if __name__ == "__main__":
    import argparse
"""
import documented
"""
# import commented
text = 'it is "import" # no comment'; import seen
`;
  assert.deepEqual(imports(text), ["seen"]);
});

test("sees AWS clients that are made at import", () => {
  const makes = (text: string): boolean => pythonModule(text).makesAwsClient;
  assert.ok(makes("table = boto3.resource('dynamodb').Table(os.environ['T'])"));
  assert.ok(makes("s3 = boto3.session.Session().client('s3')"));
  assert.ok(makes("clients = {\n  'a': boto3.client(\n 'sqs'),\n}"));
  assert.equal(makes("def handler(e, c):\n    return boto3.client('s3')\n"), false);
  assert.equal(makes("import boto3\nclient = None"), false);
});

test("reads whatever is half typed", () => {
  for (const text of [
    "from",
    "from .",
    "import",
    "import ,",
    "x = '''",
    "from a import (b,",
    "(((",
    "def f(",
    "\\",
    "é = 1",
  ]) {
    assert.doesNotThrow(() => pythonModule(text), text);
  }
});
