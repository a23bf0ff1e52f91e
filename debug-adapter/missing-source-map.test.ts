import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { missingSourceMap } from "./missing-source-map.ts";

const compiled = { name: "Orders", handler: "app.handler", handlerFile: "/work/src/app.ts" };

suite("What a compiled handler lacks for breakpoints in its source", () => {
  test("is a source map where it names none", async (t) => {
    assert.equal(
      await missingSourceMap(running(t, { "app.js": "exports.handler = 1;\n" }), compiled),
      "app.js of Orders has no source map, so breakpoints in app.ts are not hit. " +
        'Set "sourceMap" to true in tsconfig.json and compile again, or set them in the JavaScript.',
    );
  });

  test("is the map that it names and that is not there", async (t) => {
    const message = await missingSourceMap(running(t, { "app.js": "1;\n//# sourceMappingURL=app.js.map\n" }), compiled);
    assert.match(message ?? "", /^app\.js of Orders names the source map app\.js\.map, which is not there, so/);
  });

  test("is nothing where the map is beside it or in it", async (t) => {
    const beside = { "app.js": "1;\n//# sourceMappingURL=app.js.map", "app.js.map": "{}" };
    assert.equal(await missingSourceMap(running(t, beside), compiled), undefined);
    const inside = { "app.mjs": "1;\n//# sourceMappingURL=data:application/json;base64,e30=\n" };
    assert.equal(await missingSourceMap(running(t, inside), compiled), undefined);
  });

  test("is nothing where nobody compiled it, or where it was bundled here", async (t) => {
    const where = running(t, { "app.js": "1;\n" });
    assert.equal(
      await missingSourceMap(where, { ...compiled, handlerFile: join(where.localRoot, "app.js") }),
      undefined,
    );
    assert.equal(await missingSourceMap({ ...where, sourceMaps: true }, compiled), undefined);
    assert.equal(await missingSourceMap({ ...where, language: "python" }, compiled), undefined);
  });
});

function running(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): { language: "node"; sourceMaps: boolean; localRoot: string } {
  const localRoot = mkdtempSync(join(tmpdir(), "pilotlight-source-map-"));
  t.after(() => rmSync(localRoot, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(localRoot, name), text);
  return { language: "node", sourceMaps: false, localRoot };
}
