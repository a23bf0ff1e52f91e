import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { figuresEnd, figuresStart, figuresText } from "../packaging/estimates/figures-text.ts";
import { errorsAfterRun, errorsAtLeftOutSizes, summaryOf } from "../packaging/estimates/model-errors.ts";
import type { PublishedInits } from "../packaging/estimates/published-inits.ts";

const root = join(import.meta.dirname, "..");
const published = JSON.parse(
  readFileSync(join(root, "packaging/estimates/published-inits.json"), "utf8"),
) as PublishedInits;

test("docs/estimates.md has the errors that the data give", () => {
  const text = readFileSync(join(root, "docs/estimates.md"), "utf8");
  const stated = text.slice(text.indexOf(figuresStart) + figuresStart.length, text.indexOf(figuresEnd)).trim();
  assert.equal(stated, figuresText(published), "Run node packaging/estimates/write-figures.ts");
});

test("the table of empty functions says what a size left out takes", () => {
  const errors = errorsAtLeftOutSizes([
    { runtime: "a", program: null, packageType: "Zip", architecture: "arm64", p50Ms: [100, 100, 100, 200] },
  ]);
  assert.deepEqual(
    errors.map(({ estimatedMs, share }) => [estimatedMs, share]),
    [
      [100, 0],
      [100, 0],
      [100, 0],
      [100, -0.5],
    ],
  );
  assert.deepEqual([summaryOf(errors).median, summaryOf(errors).worst.share], [0, -0.5]);
});

test("a published function's init here is what its estimate comes from", () => {
  const [first] = published.cases;
  assert.ok(first);
  const [quick, slow] = [1, 2].map((times) => ({ ...first, localInitCpuMs: first.localInitCpuMs * times }));
  assert.ok(quick && slow);
  const [ofQuick, ofSlow] = errorsAfterRun([quick, slow]);
  assert.ok(ofQuick && ofSlow && ofQuick.estimatedMs < ofSlow.estimatedMs);
});
