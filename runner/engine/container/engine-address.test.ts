import assert from "node:assert/strict";
import { test } from "node:test";
import { describeAddress, parseEngineAddress } from "./engine-address.ts";

const cases: [text: string, tls: boolean, expected: object][] = [
  ["unix:///run/user/1000/docker.sock", false, { kind: "socket", path: "/run/user/1000/docker.sock" }],
  ["unix://", false, { kind: "socket", path: "/var/run/docker.sock" }],
  ["/var/run/docker.sock", false, { kind: "socket", path: "/var/run/docker.sock" }],
  ["npipe:////./pipe/docker_engine", false, { kind: "socket", path: "//./pipe/docker_engine" }],
  ["tcp://10.0.0.5:2375", false, { kind: "tcp", host: "10.0.0.5", port: 2375, tls: false }],
  ["tcp://10.0.0.5", true, { kind: "tcp", host: "10.0.0.5", port: 2376, tls: true }],
  ["tcp://10.0.0.5:2376", false, { kind: "tcp", host: "10.0.0.5", port: 2376, tls: true }],
  ["http://localhost:2376", true, { kind: "tcp", host: "localhost", port: 2376, tls: false }],
  ["https://engine.test:443", false, { kind: "tcp", host: "engine.test", port: 443, tls: true }],
  ["tcp://[::1]:2375", false, { kind: "tcp", host: "::1", port: 2375, tls: false }],
  ["engine.test:2375", false, { kind: "tcp", host: "engine.test", port: 2375, tls: false }],
];

for (const [text, tls, expected] of cases) {
  test(`reads ${text}${tls ? " with TLS wanted" : ""}`, () => {
    assert.deepEqual(parseEngineAddress(text, tls), expected);
  });
}

test("says what to do instead of an ssh address", () => {
  const result = parseEngineAddress("ssh://me@build.test", false);
  assert.ok(result.kind === "unusable");
  assert.match(result.reason, /ssh is not supported; forward the engine's socket/);
});

test("names a scheme it does not know and text that is no address", () => {
  const scheme = parseEngineAddress("fd://", false);
  assert.ok(scheme.kind === "unusable");
  assert.match(scheme.reason, /fd:\/\/ is not supported/);
  assert.deepEqual(parseEngineAddress("tcp://", false), { kind: "unusable", reason: "tcp:// is no address" });
});

test("describes addresses as people write them", () => {
  assert.equal(describeAddress({ kind: "socket", path: "/run/docker.sock" }), "/run/docker.sock");
  assert.equal(describeAddress({ kind: "tcp", host: "h", port: 2375, tls: false }), "tcp://h:2375");
  assert.equal(describeAddress({ kind: "tcp", host: "h", port: 2376, tls: true }), "https://h:2376");
});
