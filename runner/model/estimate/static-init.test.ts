import assert from "node:assert/strict";
import { test } from "node:test";
import { staticInit } from "./static-init.ts";

function msOf(runtime: string | null, bundleBytes: number, ...packages: { name: string; bytes: number }[]): number {
  return staticInit(runtime, { bundleBytes, unpackedBytes: bundleBytes, packages })?.ms ?? NaN;
}

function pythonMs(imports: readonly string[], deployed: readonly string[] = []): number {
  const code = { bundleBytes: 0, unpackedBytes: 0, packages: [], imports, deployed };
  return staticInit("python3.13", code)?.ms ?? NaN;
}

test("takes twice as long for twice the code", () => {
  assert.ok(msOf("nodejs24.x", 1e6) > 0);
  assert.equal(msOf("nodejs24.x", 2e6).toFixed(6), (2 * msOf("nodejs24.x", 1e6)).toFixed(6));
});

test("counts a known package by its own rate, and the part of it that is there", () => {
  const half = msOf("nodejs24.x", 1e5, { name: "@aws-sdk/client-s3", bytes: 1e5 });
  const whole = msOf("nodejs24.x", 2e5, { name: "@aws-sdk/client-s3", bytes: 2e5 });
  assert.equal(whole.toFixed(6), (2 * half).toFixed(6));
  assert.notEqual(half, msOf("nodejs24.x", 1e5));
});

test("counts a known package once, however large it is", () => {
  const most = msOf("nodejs24.x", 0, { name: "lodash", bytes: 1e8 });
  assert.equal(most, msOf("nodejs24.x", 0, { name: "lodash", bytes: 1e9 }));
});

test("counts Python's imports by what they take, and what several of them share once", () => {
  const deployed = ["numpy", "pandas"];
  assert.ok(pythonMs(["numpy"], deployed) > 10);
  assert.ok(pythonMs(["pandas"], deployed) > pythonMs(["numpy"], deployed));
  assert.equal(pythonMs(["pandas", "numpy"], deployed).toFixed(6), pythonMs(["pandas"], deployed).toFixed(6));
});

test("leaves out what an import would load if it were there", () => {
  assert.ok(pythonMs(["pandas"], ["pandas"]) < pythonMs(["pandas"], ["pandas", "numpy", "pyarrow"]));
});

test("counts less for what comes with AWS's runtime, which has its bytecode", () => {
  const deployed = ["boto3", "botocore", "s3transfer", "urllib3", "dateutil"];
  assert.ok(pythonMs(["boto3"]) > 0);
  assert.ok(pythonMs(["boto3"]) < pythonMs(["boto3"], deployed) / 1.3);
});

test("takes what is not deployed at all to be in a layer elsewhere, with what it needs", () => {
  assert.equal(
    pythonMs(["pandas"]).toFixed(6),
    pythonMs(["pandas"], ["pandas", "numpy", "pyarrow", "cloudpickle", "pydoc", "six"]).toFixed(6),
  );
});

test("names what takes most of it", () => {
  const imports = ["requests", "pandas"];
  const { heaviest } = staticInit("python3.12", { bundleBytes: 0, unpackedBytes: 0, packages: [], imports }) ?? {};
  assert.match(heaviest ?? "", /^pandas \d+ ms$/);
});

test("knows nothing of other languages", () => {
  assert.equal(staticInit("java21", { bundleBytes: 1e6, unpackedBytes: 1e6, packages: [] }), undefined);
  assert.equal(staticInit(null, { bundleBytes: 1e6, unpackedBytes: 1e6, packages: [] }), undefined);
});
