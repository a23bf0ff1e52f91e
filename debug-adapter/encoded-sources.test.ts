import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { encodedSources } from "./encoded-sources.ts";

const url = (path: string): string => pathToFileURL(resolve(path)).href;

suite("Sources whose URLs are not as their paths are", () => {
  test("are told by the last folder, or else the file, with such a name", (t) => {
    const paths = ["/plain/a.ts", "/my work/a.ts", "/my work/sub/b.ts", "/my work/#1/c.ts", "/my work/100% é.ts"];
    const odd = ["/my work", "/my work/#1", "/my work/100% é.ts"];
    assert.deepEqual(sourcesOf(t, paths.map(url)), Object.fromEntries(odd.map((path) => [url(path), resolve(path)])));
  });

  test("are left out where they are no paths of this machine", (t) => {
    assert.deepEqual(sourcesOf(t, ["file:///a%2Fb.ts", "webpack://my%20work/a.ts"]), {});
  });

  test("are none where there is no map", (t) => {
    const localRoot = mkdtempSync(join(tmpdir(), "pilotlight-sources-"));
    t.after(() => rmSync(localRoot, { recursive: true }));
    assert.deepEqual(encodedSources({ localRoot }, { handler: "app.handler" }), {});
    writeFileSync(join(localRoot, "app.js"), "");
    assert.deepEqual(encodedSources({ localRoot }, { handler: "app.handler" }), {});
  });
});

function sourcesOf(t: TestContext, sources: readonly string[]): Readonly<Record<string, string>> {
  const localRoot = mkdtempSync(join(tmpdir(), "pilotlight-sources-"));
  t.after(() => rmSync(localRoot, { recursive: true }));
  writeFileSync(join(localRoot, "app.js"), "");
  writeFileSync(join(localRoot, "app.js.map"), JSON.stringify({ version: 3, sources, mappings: "AAAA" }));
  return encodedSources({ localRoot }, { handler: "app.handler" });
}
