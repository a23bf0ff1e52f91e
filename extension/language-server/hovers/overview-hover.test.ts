import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inputOf } from "../../../runner/model/estimate/input-for-tests.ts";
import { assertGolden } from "./golden-for-tests.ts";
import { callsOf, context, hoveredOf } from "./hovered-for-tests.ts";
import { overviewHover } from "./overview-hover.ts";

const never = hoveredOf(inputOf({ fn: { name: "never" } }));

describe("the hover of several functions", () => {
  test("has a row for each, the dearest first, and what they cost together", () => {
    const cheap = hoveredOf(inputOf({ fn: { name: "cheap", memoryMb: 128 }, runs: callsOf(3) }));
    const dear = hoveredOf(inputOf({ fn: { name: "dear", memoryMb: 2048 }, runs: callsOf(25) }));
    assertGolden("overview", overviewHover("3 functions", [never, cheap, dear], context));
  });

  test("counts those that do not fit on a screen", () => {
    const text = overviewHover("500 functions", Array<typeof never>(500).fill(never), context);
    assert.equal(text.match(/^\| never/gm)?.length, 12);
    assert.match(text, /\n\nAnd 488 more\.\n\nNone of them was run yet/);
  });
});
