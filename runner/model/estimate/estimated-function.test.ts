import assert from "node:assert/strict";
import { test } from "node:test";
import { baseColdStart } from "./base-cold-start.ts";
import { estimatedFunction, type ListedFunction } from "./estimated-function.ts";

const listed: ListedFunction = {
  name: "f",
  runtime: null,
  handlerFile: null,
  packageType: "Image",
  architecture: "arm64",
  memoryMb: 128,
  timeoutS: 3,
  ephemeralStorageMb: 512,
};

test("an image starts as its base image's runtime does", () => {
  const known = baseColdStart(estimatedFunction({ ...listed, imageRuntime: "nodejs22.x" }));
  assert.deepEqual(known, { ...known, of: "nodejs22.x, image, arm64", isStandIn: false });
  assert.equal(baseColdStart(estimatedFunction({ ...listed, imageRuntime: null })).isStandIn, true);
});

test("tells programs by what they are written in", () => {
  const programOf = (handlerFile: string): string | undefined => estimatedFunction({ ...listed, handlerFile }).program;
  assert.equal(programOf("/p/main.go"), "go");
  assert.equal(programOf("/p/src/main.rs"), "rust");
  assert.equal(programOf("/p/app.py"), undefined);
});

test("environments kept ready are told where there are any", () => {
  assert.equal(estimatedFunction({ ...listed, provisionedConcurrency: 2 }).provisionedConcurrency, 2);
  assert.equal("provisionedConcurrency" in estimatedFunction({ ...listed, provisionedConcurrency: null }), false);
});
