import assert from "node:assert/strict";
import { test } from "node:test";
import { staticInit } from "./static-init.ts";

function msOf(runtime: string | null, bundleBytes: number, ...packages: { name: string; bytes: number }[]): number {
  return staticInit(runtime, { bundleBytes, unpackedBytes: bundleBytes, packages })?.ms ?? NaN;
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

test("knows Python's packages by what they take, not by their size", () => {
  const small = msOf("python3.13", 0, { name: "numpy", bytes: 1 });
  assert.ok(small > 10);
  assert.equal(small, msOf("python3.13", 0, { name: "numpy", bytes: 5e7 }));
});

test("names what takes most of it", () => {
  const packages = [
    { name: "requests", bytes: 1e5 },
    { name: "pandas", bytes: 5e7 },
  ];
  assert.match(
    staticInit("python3.12", { bundleBytes: 0, unpackedBytes: 0, packages })?.heaviest ?? "",
    /^pandas \d+ ms$/,
  );
});

test("knows nothing of other languages", () => {
  assert.equal(staticInit("java21", { bundleBytes: 1e6, unpackedBytes: 1e6, packages: [] }), undefined);
  assert.equal(staticInit(null, { bundleBytes: 1e6, unpackedBytes: 1e6, packages: [] }), undefined);
});
