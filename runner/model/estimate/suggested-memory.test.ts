import assert from "node:assert/strict";
import { test } from "node:test";
import { leastMemoryMb, suggestedMemory, type MemoryNeeds } from "./suggested-memory.ts";

/** Waits all the time: CPU makes no difference, and memory is all that costs. */
const waiting: MemoryNeeds = {
  memoryMb: 1024,
  peakMemoryMb: 100,
  runs: 10,
  durationMsAt: () => 100,
  costUsdPerMillionAt: (memoryMb) => memoryMb / 500,
};

/** Computes all the time: half the memory takes twice as long and costs the same. */
const computing: MemoryNeeds = {
  ...waiting,
  durationMsAt: (memoryMb) => 100_000 / memoryMb,
  costUsdPerMillionAt: () => 2,
};

const suggestions: readonly (readonly [title: string, needs: MemoryNeeds, memoryMb: number, from: RegExp])[] = [
  ["less to a function that waits", waiting, 128, /88 % cheaper and as fast/],
  ["nothing else to one that computes", computing, 1024, /less would be slower, or no cheaper/],
  ["nothing else while there were few runs", { ...waiting, runs: 2 }, 1024, /too few runs/],
  ["more where the peak leaves too little headroom", { ...waiting, peakMemoryMb: 900 }, 1280, /peak of 900 MB/],
  ["more after a single run, too", { ...waiting, peakMemoryMb: 900, runs: 1 }, 1280, /peak of 900 MB/],
  ["no less than keeps the headroom", { ...waiting, peakMemoryMb: 300 }, 384, /peak of 300 MB/],
  [
    "nothing else for a saving nobody sees",
    { ...waiting, costUsdPerMillionAt: (mb) => 100 + mb / 1000 },
    1024,
    /enough/,
  ],
];

for (const [title, needs, memoryMb, from] of suggestions) {
  test(`suggests ${title}`, () => {
    const { value, basis } = suggestedMemory(needs);
    assert.equal(value, memoryMb);
    assert.ok(basis.kind === "computed");
    assert.match(basis.from, from);
  });
}

test("takes less of what slows a function down only a little", () => {
  const needs = { ...waiting, durationMsAt: (memoryMb: number) => (memoryMb < 512 ? 200 : 110) };
  assert.equal(suggestedMemory(needs).value, 512);
});

const sizes: readonly (readonly [peakMb: number, memoryMb: number])[] = [
  [10, 128],
  [108, 128],
  // 109 / 0.85 is more than 128.
  [109, 192],
  [870, 1024],
  [871, 1280],
  [10_000, 10_240],
];

for (const [peakMb, memoryMb] of sizes) {
  test(`needs at least ${memoryMb} MB for a peak of ${peakMb} MB`, () => {
    assert.equal(leastMemoryMb(peakMb), memoryMb);
  });
}
