import assert from "node:assert/strict";
import { test } from "node:test";
import { saysNative } from "./native-packages.ts";

const native: [who: string, manifest: Record<string, unknown>][] = [
  [
    "bcrypt",
    { scripts: { install: "node-gyp-build" }, dependencies: { "node-addon-api": "^8", "node-gyp-build": "^4" } },
  ],
  [
    "better-sqlite3",
    { dependencies: { bindings: "^1" }, scripts: { install: "prebuild-install || node-gyp rebuild" } },
  ],
  ["canvas", { binary: { module_name: "canvas" } }],
  ["argon2", { gypfile: true }],
  ["@node-rs/xxhash", { napi: { binaryName: "xxhash" } }],
  ["sharp", { optionalDependencies: { "@img/sharp-linux-x64": "1" } }],
];

test("knows packages with native addons by their manifest", () => {
  for (const [who, manifest] of native) assert.ok(saysNative(manifest), who);
});

test("takes no other package for one", () => {
  const plain = [
    {},
    { binary: "bin/tool", scripts: { test: "node-gyp --version", postinstall: "node say-thanks.js" } },
    { optionalDependencies: { fsevents: "2" }, dependencies: { "detect-libc": "2" } },
  ];
  for (const manifest of plain) assert.equal(saysNative(manifest), false);
});
