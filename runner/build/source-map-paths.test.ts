import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { withAbsoluteSources } from "./source-map-paths.ts";

function sourcesOf(sources: string[]): unknown {
  return JSON.parse(withAbsoluteSources(JSON.stringify({ version: 3, sources, mappings: "AAAA" }), resolve("/w/out")));
}

test("turns relative sources into file URLs and leaves the rest of the map alone", () => {
  assert.deepEqual(sourcesOf(["../src/with space.ts"]), {
    version: 3,
    sources: [pathToFileURL(resolve("/w/src/with space.ts")).href],
    mappings: "AAAA",
  });
});

test("leaves sources that are URLs already", () => {
  assert.deepEqual(sourcesOf(["webpack://lib/a.ts"]), {
    version: 3,
    sources: ["webpack://lib/a.ts"],
    mappings: "AAAA",
  });
});
