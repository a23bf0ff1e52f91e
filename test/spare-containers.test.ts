import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { createEngine, engineForTests } from "./container-fixture.ts";
import { lacking } from "./harness/parts.ts";
import { standInImageMap } from "./images/build-images.ts";
import { arrive, startSpare } from "./spares/spare.ts";

const skip = lacking("container engine");
const tested = skip === false ? await engineForTests() : undefined;
after(() => tested?.stop());

describe("a spare container", { skip: tested === undefined }, () => {
  const found = tested?.found;
  if (found === undefined) return;
  const images = standInImageMap();

  for (const codeTransfer of ["mount", "copy"] as const) {
    test(`runs the code that its folder holds at the release, by ${codeTransfer}`, async (t) => {
      const engine = await createEngine(t, found, { images, codeTransfer });
      const spare = await startSpare(t, engine, {
        runtime: "nodejs24.x",
        layer: { "nodejs/node_modules/layered/index.js": "module.exports = 'layered';" },
      });
      await arrive(spare);
      assert.equal(spare.output(), "");
      await spare.fill({
        "index.js": "const layered = require('layered'); exports.handler = async () => layered + require('./lib/b');",
        "lib/b.js": "module.exports = 'new';",
      });
      await spare.sandbox.release();
      assert.equal(await spare.call({}), "layerednew");
    });
  }
});
