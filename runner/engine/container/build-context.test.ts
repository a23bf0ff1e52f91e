import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { readBuildContext } from "./build-context.ts";

const never = new AbortController().signal;
const files = ["Dockerfile", "app.js", "node_modules/a/index.js", "node_modules/keep/index.js", "secrets/key.pem"];

const cases: [title: string, dockerignore: string | undefined, dockerfile: string, expected: string[]][] = [
  ["everything without a .dockerignore", undefined, "Dockerfile", files],
  [
    "what the patterns leave",
    "node_modules\n*.md\nsecrets/*.pem\n",
    "Dockerfile",
    [".dockerignore", "Dockerfile", "app.js"],
  ],
  [
    "what a negated pattern brings back",
    "node_modules\n!node_modules/keep\nsecrets\n",
    "Dockerfile",
    [".dockerignore", "Dockerfile", "app.js", "node_modules/keep/index.js"],
  ],
  ["the Dockerfile and the .dockerignore in any case", "*\n", "secrets\\key.pem", [".dockerignore", "secrets/key.pem"]],
];
for (const [title, dockerignore, dockerfile, expected] of cases) {
  test(`sends ${title}`, async (t) => {
    const folder = await contextFolder(t, dockerignore);
    const context = await readBuildContext(folder, dockerfile, never);
    assert.deepEqual(context.files, expected);
  });
}

test("has another fingerprint once a file that is sent has changed", async (t) => {
  const folder = await contextFolder(t, "secrets\n");
  const fingerprint = async (): Promise<string> => (await readBuildContext(folder, "Dockerfile", never)).fingerprint;
  const before = await fingerprint();
  await writeFile(join(folder, "secrets/key.pem"), "something else");
  assert.equal(await fingerprint(), before);
  await writeFile(join(folder, "app.js"), "something else");
  assert.notEqual(await fingerprint(), before);
});

async function contextFolder(t: TestContext, dockerignore: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-context-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), file);
  }
  if (dockerignore !== undefined) await writeFile(join(folder, ".dockerignore"), dockerignore);
  return folder;
}
