import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCgroupV1, parseCgroupV2, parseStats, UsageMeter, type UsageReading } from "./usage.ts";

const mb = 1024 * 1024;

test("reads control groups of version 1", () => {
  const reading = parseCgroupV1({
    usage: `${80 * mb}\n`,
    maxUsage: `${120 * mb}\n`,
    stat: `cache 1\nrss 2\nshmem 3\ntotal_cache ${30 * mb}\ntotal_rss ${40 * mb}\nmapped_file 4\ntotal_mapped_file ${5 * mb}\n`,
    cpuUsage: "250000000\n",
  });
  assert.deepEqual(reading, {
    usageBytes: 80 * mb,
    maxUsageBytes: 120 * mb,
    cacheBytes: 30 * mb,
    mappedFileBytes: 5 * mb,
    cpuMs: 250,
  });
});

test("reads control groups of version 2", () => {
  const files = {
    current: `${80 * mb}\n`,
    stat: `anon 5\nfile ${30 * mb}\nfile_mapped 7\nshmem ${10 * mb}\n`,
    cpuStat: "usage_usec 250000\nuser_usec 200000\nsystem_usec 50000\n",
  };
  const expected = { usageBytes: 80 * mb, cacheBytes: 30 * mb, mappedFileBytes: 7, cpuMs: 250 };
  assert.deepEqual(parseCgroupV2({ ...files, peak: `${120 * mb}\n` }), { ...expected, maxUsageBytes: 120 * mb });
  assert.deepEqual(parseCgroupV2({ ...files, peak: undefined }), { ...expected, maxUsageBytes: undefined });
});

test("reads the engine's stats in both layouts", () => {
  const cpu_stats = { cpu_usage: { total_usage: 250_000_000 } };
  assert.deepEqual(
    parseStats({
      memory_stats: { usage: 80, max_usage: 120, stats: { total_cache: 30, total_mapped_file: 9 } },
      cpu_stats,
    }),
    { usageBytes: 80, maxUsageBytes: 120, cacheBytes: 30, mappedFileBytes: 9, cpuMs: 250 },
  );
  assert.deepEqual(
    parseStats({ memory_stats: { usage: 80, stats: { anon: 50, file: 30, file_mapped: 9 } }, cpu_stats }),
    {
      usageBytes: 80,
      maxUsageBytes: undefined,
      cacheBytes: 30,
      mappedFileBytes: 9,
      cpuMs: 250,
    },
  );
});

test("takes nothing from the stats of a container that has ended", () => {
  assert.equal(parseStats({ memory_stats: {}, cpu_stats: { cpu_usage: { total_usage: 0 } } }), undefined);
});

const reading = (usageMb: number, cacheMb: number, maxMb?: number, mappedFileMb = 0): UsageReading => ({
  usageBytes: usageMb * mb,
  cacheBytes: cacheMb * mb,
  maxUsageBytes: maxMb === undefined ? undefined : maxMb * mb,
  mappedFileBytes: mappedFileMb * mb,
  cpuMs: 0,
});

const series: [title: string, readings: UsageReading[], memoryMb: number, peakMemoryMb: number][] = [
  ["leaves the cache out", [reading(100, 60)], 40, 40],
  ["counts programs and libraries, charged here or not", [reading(100, 60, 110, 45)], 85, 95],
  ["keeps the highest reading", [reading(100, 60), reading(200, 60), reading(90, 60)], 30, 140],
  ["catches a peak between readings by the kernel's", [reading(100, 60, 100), reading(100, 60, 190)], 40, 130],
  ["does not take a deleted file in /tmp for memory", [reading(340, 300, 340), reading(40, 0, 340)], 40, 40],
];
for (const [title, readings, memoryMb, peakMemoryMb] of series) {
  test(title, () => {
    const meter = new UsageMeter();
    for (const each of readings) meter.record(each);
    assert.deepEqual(meter.last, { memoryMb, peakMemoryMb, cpuMs: 0 });
  });
}

test("knows nothing before the first reading", () => {
  assert.deepEqual(new UsageMeter().last, { memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 });
});
