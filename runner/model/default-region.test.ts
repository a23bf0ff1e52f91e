import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultRegion } from "./default-region.ts";

test("the region is that of the environment, else us-east-1", () => {
  assert.equal(defaultRegion({ AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" }), "eu-west-1");
  assert.equal(defaultRegion({ AWS_DEFAULT_REGION: "eu-west-2" }), "eu-west-2");
  assert.equal(defaultRegion({}), "us-east-1");
});
