import assert from "node:assert/strict";
import { test } from "node:test";
import { readEstimateSettings } from "./estimate-settings.ts";

test("settings are read nested, and with dots in their names", () => {
  const nested = readEstimateSettings({ estimates: { lens: false, importThreshold: 5 }, region: "eu-west-1" });
  assert.deepEqual(
    [nested["estimates.lens"], nested["estimates.importThreshold"], nested.region],
    [false, 5, "eu-west-1"],
  );
  assert.equal(readEstimateSettings({ "estimates.lens": false })["estimates.lens"], false);
});

test("a setting of the wrong type counts as not set", () => {
  const wrong = {
    estimates: { lens: "no", importThreshold: -1 },
    rules: { a: "loud", b: "off" },
    parameterOverrides: [1],
  };
  const { rules, parameterOverrides, ...rest } = readEstimateSettings(wrong);
  assert.deepEqual([rules, parameterOverrides], [{ b: "off" }, {}]);
  const defaults = readEstimateSettings(null);
  assert.deepEqual(
    [rest["estimates.lens"], rest["estimates.importThreshold"]],
    [true, defaults["estimates.importThreshold"]],
  );
});
