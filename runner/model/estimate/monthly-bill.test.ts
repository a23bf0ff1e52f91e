import assert from "node:assert/strict";
import { test } from "node:test";
import { monthlyBill, secondsPerMonth, type MonthlyUse } from "./monthly-bill.ts";

function useOf(use: Partial<MonthlyUse> & { readonly requests: number; readonly ms?: number }): MonthlyUse {
  return {
    region: "us-east-1",
    architecture: "x86_64",
    memoryMb: 128,
    ephemeralStorageMb: 512,
    billedMs: use.requests * (use.ms ?? 0),
    ...use,
  };
}

const million = 1_000_000;

/** The examples of https://aws.amazon.com/lambda/pricing/, today's and older ones, at today's prices. */
const awsExamples: readonly (readonly [title: string, uses: readonly MonthlyUse[], usd: string])[] = [
  // 3 M × 0.12 s × 1.5 GB = 540,000 GB-s, less 400,000 = 140,000 × 0.0000166667 = 2.33; 2 M requests = 0.40
  ["a mobile app's backend", [useOf({ requests: 3 * million, ms: 120, memoryMb: 1536 })], "2.73"],
  // 3 M × 1 s × 0.5 GB = 1,500,000 GB-s, less 400,000 = 1,100,000 × 0.0000166667 = 18.33; 2 M requests = 0.40
  ["3 million calls of a second at 512 MB", [useOf({ requests: 3 * million, ms: 1000, memoryMb: 512 })], "18.73"],
  // 30 M × 0.2 s × 0.125 GB = 750,000 GB-s, less 400,000 = 350,000 × 0.0000166667 = 5.83; 29 M requests = 5.80
  ["30 million calls of 200 ms at 128 MB", [useOf({ requests: 30 * million, ms: 200 })], "11.63"],
  // 625,000 + 1,093,750 + 2,500,000 GB-s, less 400,000 = 3,818,750 × 0.0000166667 = 63.65; 31.5 M requests = 6.30
  [
    "three functions together",
    [
      useOf({ requests: 25 * million, ms: 200 }),
      useOf({ requests: 5 * million, ms: 500, memoryMb: 448 }),
      useOf({ requests: 2.5 * million, ms: 1000, memoryMb: 1024 }),
    ],
    "69.95",
  ],
  // 1,000 × 1 GB × 7,200 s × 0.0000041667 = 30.00; 1.2 M × 1 s × 1 GB × 0.0000097222 = 11.67; 200,000 requests = 0.04
  [
    "two hours of provisioned concurrency",
    [
      useOf({
        requests: 1.2 * million,
        ms: 1000,
        memoryMb: 1024,
        provisioned: { environments: 1000, seconds: 7200 },
      }),
    ],
    "41.71",
  ],
];

for (const [title, uses, usd] of awsExamples) {
  test(`bills AWS's example of ${title}`, () => {
    assert.equal(monthlyBill(uses, { withFreeTier: true }).usd.toFixed(2), usd);
  });
}

const worked: readonly (readonly [title: string, use: MonthlyUse, usd: string])[] = [
  // 2 B × 10 s × 1 GB: 6 B × 0.0000166667 + 9 B × 0.000015 + 5 B × 0.0000133334, and 2 B requests = 400
  ["all tiers of x86_64", useOf({ requests: 2000 * million, ms: 10_000, memoryMb: 1024 }), "302067.20"],
  // 7.5 B × 0.0000133334 + 11.25 B × 0.0000120001 + 1.25 B × 0.0000106667 = 100,000.50 + 135,001.125 + 13,333.375
  [
    "all tiers of arm64",
    useOf({ requests: 2000 * million, ms: 10_000, memoryMb: 1024, architecture: "arm64" }),
    "248735.00",
  ],
  // 1 M × 10 s × 9.5 GB × 0.0000000309 = 2.9355; 1 M × 10 s × 0.125 GB × 0.0000166667 = 20.833375; requests 0.20
  ["all of /tmp", useOf({ requests: million, ms: 10_000, ephemeralStorageMb: 10_240 }), "23.97"],
  // 10 × 0.5 GB × 2,628,000 s × 0.0000041667 = 54.750438; nothing else is used
  [
    "ten environments kept ready all month",
    useOf({ requests: 0, memoryMb: 512, provisioned: { environments: 10, seconds: secondsPerMonth } }),
    "54.75",
  ],
  // 301 s are billed as 600: 1,000 × 1 GB × 600 s × 0.0000033334 = 2.00004
  [
    "provisioned concurrency in steps of five minutes",
    useOf({
      requests: 0,
      memoryMb: 1024,
      architecture: "arm64",
      provisioned: { environments: 1000, seconds: 301 },
    }),
    "2.00",
  ],
  // 1 M × 0.1 s × 0.125 GB × 0.00002292 = 0.2865; requests 0.28
  ["a dearer region", useOf({ requests: million, ms: 100, region: "ap-east-1" }), "0.57"],
];

for (const [title, use, usd] of worked) {
  test(`bills ${title}`, () => {
    assert.equal(monthlyBill([use], { withFreeTier: false }).usd.toFixed(2), usd);
  });
}

test("gives the free tier away once, however many functions there are", () => {
  const use = useOf({ requests: million, ms: 1000, memoryMb: 256 });
  const bill = monthlyBill([use, use], { withFreeTier: true });
  // 500,000 GB-s, less 400,000, and a million requests beyond the first.
  assert.equal(bill.usd.toFixed(2), (100_000 * 0.0000166667 + 0.2).toFixed(2));
});

test("bills nothing within the free tier", () => {
  assert.equal(monthlyBill([useOf({ requests: million, ms: 100 })], { withFreeTier: true }).usd, 0);
});

test("has a line for each thing and architecture, with its quantity and price", () => {
  const { lines } = monthlyBill(
    [useOf({ requests: million, ms: 1000 }), useOf({ requests: million, ms: 1000, architecture: "arm64" })],
    { withFreeTier: false },
  );
  assert.deepEqual(
    lines.map(({ of, architecture, quantity, unitPriceUsd }) => [of, architecture, quantity, unitPriceUsd]),
    [
      ["requests", "x86_64", million, 0.2],
      ["compute", "x86_64", 125_000, 0.0000166667],
      ["requests", "arm64", million, 0.2],
      ["compute", "arm64", 125_000, 0.0000133334],
    ],
  );
});

const assumed: readonly (readonly [title: string, use: Partial<MonthlyUse>, isAssumed: boolean])[] = [
  ["a region whose prices are known", {}, false],
  ["a region whose prices are not known", { region: "mx-central-1" }, true],
  ["arm64 where only x86_64's price is known", { region: "eu-south-2", architecture: "arm64" }, true],
  [
    "the second tier of a region with prices of its own",
    { region: "ap-east-1", billedMs: 6.1e13, memoryMb: 1024 },
    true,
  ],
  [
    "the second tier of a region with the usual prices",
    { region: "eu-west-1", billedMs: 6.1e13, memoryMb: 1024 },
    false,
  ],
];

for (const [title, use, isAssumed] of assumed) {
  test(`${isAssumed ? "says that it assumes" : "assumes no"} prices for ${title}`, () => {
    assert.equal(
      monthlyBill([useOf({ requests: million, ms: 100, ...use })], { withFreeTier: false }).isAssumed,
      isAssumed,
    );
  });
}

test("takes provisioned arm64 for as much cheaper than x86_64 as it is in us-east-1", () => {
  const use = useOf({
    requests: 0,
    memoryMb: 1024,
    region: "eu-west-1",
    provisioned: { environments: 1, seconds: 3600 },
  });
  const [x86, arm] = (["x86_64", "arm64"] as const).map((architecture) =>
    monthlyBill([{ ...use, architecture }], { withFreeTier: false }),
  );
  assert.ok(x86 && arm);
  assert.equal((arm.usd / x86.usd).toFixed(3), "0.800");
  assert.deepEqual([x86.isAssumed, arm.isAssumed], [false, true]);
});
