import assert from "node:assert/strict";
import { test } from "node:test";
import { outputNames } from "./output-names.ts";

test("names the only output after the handler's module, wherever its source lies", () => {
  assert.deepEqual(outputNames(["src/app.ts"], "src/app"), { "src/app": "src/app.ts" });
  assert.deepEqual(outputNames(["src/app.ts"], "app"), { app: "src/app.ts" });
  assert.deepEqual(outputNames(["src/main.ts"], "index"), { index: "src/main.ts" });
});

test("names several outputs relative to the folder they share, as esbuild does", () => {
  assert.deepEqual(outputNames(["src/a/one.ts", "src/b/two.ts"], "a/one"), {
    "a/one": "src/a/one.ts",
    "b/two": "src/b/two.ts",
  });
});

test("gives the handler's module to the entry point of that path when no output has the name", () => {
  assert.deepEqual(outputNames(["src/one.ts", "src/two.ts"], "src/two"), {
    one: "src/one.ts",
    "src/two": "src/two.ts",
  });
});

test("gives the handler's module to the entry point of the same last segment when no path fits", () => {
  assert.deepEqual(outputNames(["src/one.ts", "src/two.ts"], "dist/two"), {
    one: "src/one.ts",
    "dist/two": "src/two.ts",
  });
});

test("leaves the names alone when no entry point can be the handler's", () => {
  assert.deepEqual(outputNames(["src/one.ts", "src/two.ts"], "other"), { one: "src/one.ts", two: "src/two.ts" });
  assert.deepEqual(outputNames(["one.ts", "sub/two.ts"], undefined), { one: "one.ts", "sub/two": "sub/two.ts" });
});
