import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { suppressionsIn } from "./suppressions.ts";

describe("suppressions", () => {
  test("count for their own line when something stands before them", () => {
    const suppressions = suppressionsIn("a: 1 # pilotlight-ignore memory-nearly-full\nb: 2\n");
    assert.equal(suppressions.isSuppressed("memory-nearly-full", 0), true);
    assert.equal(suppressions.isSuppressed("memory-nearly-full", 1), false);
  });

  test("count for the next line of content when alone on theirs", () => {
    const suppressions = suppressionsIn(
      "// pilotlight-ignore one-thing\n  // pilotlight-ignore other-thing\n\n// why\nwrong();\nwrong();\n",
    );
    assert.equal(suppressions.isSuppressed("one-thing", 4), true);
    assert.equal(suppressions.isSuppressed("other-thing", 4), true);
    assert.equal(suppressions.isSuppressed("one-thing", 5), false);
  });

  test("name several rules with commas, and may give a reason", () => {
    const suppressions = suppressionsIn(
      "x = 1  # pilotlight-ignore one-thing, other-thing because it is a test, third\n",
    );
    assert.equal(suppressions.isSuppressed("one-thing", 0), true);
    assert.equal(suppressions.isSuppressed("other-thing", 0), true);
    assert.equal(suppressions.isSuppressed("third", 0), false);
  });

  test("silence nothing without the name of a rule", () => {
    const suppressions = suppressionsIn("x = 1  # pilotlight-ignore\r\ny = 2 # pilotlight-ignore  \r\n");
    assert.equal(suppressions.isSuppressed("one-thing", 0), false);
    assert.equal(suppressions.isSuppressed("", 1), false);
  });

  test("end with the line in files from Windows", () => {
    const suppressions = suppressionsIn("# pilotlight-ignore one-thing\r\nx: 1\r\n");
    assert.equal(suppressions.isSuppressed("one-thing", 1), true);
  });

  test("at the end of a file silence nothing", () => {
    const suppressions = suppressionsIn("x: 1\n# pilotlight-ignore one-thing");
    assert.equal(suppressions.isSuppressed("one-thing", 0), false);
  });
});
