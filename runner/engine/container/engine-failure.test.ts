import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../model/failure.ts";
import { engineFailure } from "./engine-failure.ts";

const refused = Object.assign(new Error("(HTTP code 500) server error - no space left on device "), {
  statusCode: 500,
  json: { message: "no space left on device" },
});
const reset = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
const gone = Object.assign(new Error("connect ENOENT /run/docker.sock"), { code: "ENOENT", syscall: "connect" });

const cases: [title: string, error: Error, code: string, message: RegExp][] = [
  ["a refusal", refused, "engine-unavailable", /^Docker refused to run it: no space left on device\. /],
  [
    "a cut connection",
    reset,
    "engine-lost",
    /^Docker went away \(socket hang up\); could not run it\. Start the engine/,
  ],
  ["a socket that is gone", gone, "engine-lost", /Start the engine, then try again\.$/],
];
for (const [title, error, code, message] of cases) {
  test(`takes ${title} for what it is`, () => {
    const failure = engineFailure(error, "run it", "Docker");
    assert.ok(failure instanceof Failure);
    assert.equal(failure.code, code);
    assert.match(failure.message, message);
    assert.equal(failure.cause, error);
  });
}

test("takes whatever comes after an abort for its consequence", () => {
  const failure = engineFailure(reset, "run it", "Docker", AbortSignal.abort());
  assert.ok(failure instanceof Failure);
  assert.equal(failure.code, "cancelled");
});

test("leaves bugs and failures as they are", () => {
  const bug = new TypeError("x is not a function");
  assert.equal(engineFailure(bug, "run it", "Docker"), bug);
  const failure = new Failure("code-missing", "No code. Build it.");
  assert.equal(engineFailure(failure, "run it", "Docker"), failure);
});
