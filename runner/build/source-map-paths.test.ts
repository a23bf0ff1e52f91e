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

test("knows sources as the URLs that they are", () => {
  const { sources } = sourcesOf(["../a %231/100%25 %C3%A9.ts", "../100% as it is.ts"]) as { sources: string[] };
  assert.deepEqual(
    sources,
    ["/w/a #1/100% é.ts", "/w/100% as it is.ts"].map((path) => pathToFileURL(resolve(path)).href),
  );
});

test("leaves sources that are URLs already", () => {
  assert.deepEqual(sourcesOf(["webpack://lib/a.ts"]), {
    version: 3,
    sources: ["webpack://lib/a.ts"],
    mappings: "AAAA",
  });
});
