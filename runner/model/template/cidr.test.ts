import assert from "node:assert/strict";
import { test } from "node:test";
import { cidrBlocks } from "./cidr.ts";

const cases: readonly (readonly [block: string, count: number, bits: number, expected: string[] | undefined])[] = [
  ["192.168.0.0/24", 3, 5, ["192.168.0.0/27", "192.168.0.32/27", "192.168.0.64/27"]],
  ["10.0.0.0/8", 1, 16, ["10.0.0.0/16"]],
  ["10.1.2.3/16", 1, 8, ["10.1.0.0/24"]],
  ["192.168.0.0/24", 9, 5, undefined],
  ["192.168.0.0/24", 1, 9, undefined],
  ["300.0.0.0/24", 1, 1, undefined],
  ["2001:db8::/32", 1, 64, undefined],
];

for (const [block, count, bits, expected] of cases) {
  test(`${count} blocks of ${bits} bits in ${block}: ${expected?.join(", ") ?? "none"}`, () => {
    assert.deepEqual(cidrBlocks(block, count, bits), expected);
  });
}
