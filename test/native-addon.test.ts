import assert from "node:assert/strict";
import { test } from "node:test";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { lacking, pathOf, type PartName } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";

const engines: readonly [EngineKind, ...PartName[]][] = [["process"], ["container", "container engine"]];

for (const [engine, ...needs] of engines) {
  test(
    `a native addon works in a bundled function (${engine})`,
    { skip: lacking("native addon", ...needs) },
    async (t) => {
      const project = await startProject(
        t,
        {
          functions: {
            Resize: { Handler: "app.handler", CodeUri: ".", Timeout: 30, MemorySize: 512 },
          },
          defaults: { Runtime: "nodejs24.x", Architectures: [process.arch === "arm64" ? "arm64" : "x86_64"] },
          copies: { node_modules: `${pathOf("native addon")}/node_modules` },
          files: {
            "app.ts": `import sharp from "sharp";
export async function handler({ width }: { width: number }) {
  const image = sharp({ create: { width: 40, height: 20, channels: 3, background: "red" } });
  const { info } = await image.resize(width).png().toBuffer({ resolveWithObject: true });
  return { format: info.format, width: info.width, height: info.height };
}
`,
          },
        },
        engineArguments(engine),
      );
      const { payload } = await project.invoke("Resize", { width: 10 });
      assert.deepEqual(payload, { format: "png", width: 10, height: 5 });
    },
  );
}
