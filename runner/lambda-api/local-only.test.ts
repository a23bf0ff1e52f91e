import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isLocalRequest } from "./local-only.ts";

describe("which requests are answered", () => {
  const cases: [host: string | undefined, origin: string | undefined, expected: boolean][] = [
    ["127.0.0.1:3001", undefined, true],
    ["localhost:3001", undefined, true],
    ["LOCALHOST", undefined, true],
    ["api.localhost:3001", undefined, true],
    ["[::1]:3001", undefined, true],
    ["host.docker.internal:3001", undefined, true],
    ["evil.example:3001", undefined, false],
    ["127.0.0.1.evil.example", undefined, false],
    ["localhost.evil.example", undefined, false],
    [undefined, undefined, false],
    ["127.0.0.1:3001", "http://localhost:5173", true],
    ["127.0.0.1:3001", "https://evil.example", false],
    ["127.0.0.1:3001", "null", false],
  ];
  for (const [host, origin, expected] of cases) {
    test(`Host ${host ?? "(none)"}, Origin ${origin ?? "(none)"}: ${expected ? "yes" : "no"}`, () =>
      assert.equal(isLocalRequest({ host, origin }), expected));
  }
});
