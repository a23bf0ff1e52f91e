import assert from "node:assert/strict";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { PrepareProgress } from "../runner/engine/engine.ts";
import type { LambdaFunction } from "../runner/model/function.ts";
import { createEngine, engineForTests, never, readableFolder, runShell, shellFunction } from "./container-fixture.ts";
import { docker, shellImage, writeShellImageContext } from "./shell-image.ts";

const tested = await engineForTests();
after(() => tested?.stop());

describe("the images of functions, with a stand-in image", { skip: tested === undefined }, () => {
  const found = tested?.found;
  if (found === undefined) return;

  test("takes an image that is there without asking a registry", async (t) => {
    const engine = await createEngine(t, found);
    const steps: PrepareProgress[] = [];
    assert.deepEqual(await engine.prepare(shellFunction("true"), (step) => steps.push(step), never), []);
    assert.deepEqual(steps, []);
  });

  test("says what to do about an image that can't be had", async (t) => {
    // A port nothing listens on stands for a registry out of reach.
    const image = "127.0.0.1:9/lambda/nodejs:24";
    const engine = await createEngine(t, found, { images: { "nodejs24.x": image } });
    const both = [shellFunction("true"), shellFunction("false")].map((fn) =>
      engine.prepare(fn, () => undefined, never),
    );
    for (const prepared of both) {
      await assert.rejects(prepared, {
        code: "image-unavailable",
        message: /^The image 127\.0\.0\.1:9\/lambda\/nodejs:24 is not on this machine .*refused.*Run "docker pull/s,
      });
    }
  });

  test("says what to do about a runtime without an image", async (t) => {
    const engine = await createEngine(t, found);
    const fn = shellFunction("true", { runtime: "cobol85" });
    await assert.rejects(
      engine.prepare(fn, () => undefined, never),
      {
        code: "image-unavailable",
        message: /runtime "cobol85".*--image cobol85=IMAGE/,
      },
    );
  });

  test("runs an image of another architecture with a note when there is no better one", async (t) => {
    const engine = await createEngine(t, found);
    const architecture = process.arch === "arm64" ? "x86_64" : "arm64";
    const problems = await engine.prepare(shellFunction("true", { architecture }), () => undefined, never);
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [["image-architecture", "warning"]],
    );
  });

  test("says so when the image was removed after it had been prepared", async (t) => {
    await docker(["tag", shellImage, "pilotlight-test/going:1"]);
    const engine = await createEngine(t, found, { images: { "nodejs24.x": "pilotlight-test/going:1" } });
    await engine.prepare(shellFunction("true"), () => undefined, never);
    await docker(["rmi", "pilotlight-test/going:1"]);
    await assert.rejects(runShell(engine, shellFunction("true")), { code: "image-unavailable" });
  });

  test("builds a function from its Dockerfile, again only after a change, and runs it by the image's own settings", async (t) => {
    const workspaceId = `build-${process.pid}`;
    const engine = await createEngine(t, found, { workspaceId });
    t.after(() => docker(["rmi", "--force", `pilotlight-${workspaceId}/shell:v1`]));
    const context = await readableFolder(t);
    await writeShellImageContext(context);
    await mkdir(join(context, "ignored"));
    await writeFile(join(context, "ignored/secret.txt"), "secret");
    await writeFile(join(context, ".dockerignore"), "ignored\n");
    await appendFile(
      join(context, "Dockerfile"),
      'ARG NAME\nENV NAME=$NAME\nCOPY . /context\nUSER 1234\nCMD ["echo $NAME $_HANDLER; id -u; ls /context"]\n',
    );
    const fn: LambdaFunction = shellFunction("", {
      packageType: "Image",
      runtime: undefined,
      handler: undefined,
      code: {
        kind: "dockerfile",
        context,
        dockerfile: "Dockerfile",
        buildArgs: { NAME: "world" },
        target: undefined,
        tag: "v1",
      },
    });
    const steps: string[] = [];
    const prepare = (): Promise<unknown> => engine.prepare(fn, ({ text }) => steps.push(text), never);

    await prepare();
    assert.ok(
      steps.some((text) => text.startsWith("Step 1/")),
      steps.join("\n"),
    );
    const { output } = await runShell(engine, fn);
    assert.match(output, /^world echo \$NAME/);
    assert.match(output, /^1234$/m);
    assert.match(output, /^lambda-entrypoint\.sh$/m);
    assert.doesNotMatch(output, /^ignored$/m);

    steps.length = 0;
    await prepare();
    assert.deepEqual(steps, []);
    await writeFile(join(context, "more.txt"), "more");
    await prepare();
    assert.match((await runShell(engine, fn)).output, /^more\.txt$/m);
    const label = `label=pilotlight.workspace=${workspaceId}`;
    assert.equal(await docker(["images", "--quiet", "--filter", "dangling=true", "--filter", label]), "");
  });

  test("says what a build failed of", async (t) => {
    const engine = await createEngine(t, found);
    const context = await readableFolder(t);
    await writeFile(join(context, "Dockerfile"), "FROM pilotlight-test/shell:1\nRUN echo trying; exit 7\n");
    const code = { kind: "dockerfile", context, buildArgs: {}, target: undefined, tag: undefined } as const;
    const fn = (dockerfile: string): LambdaFunction =>
      shellFunction("", { packageType: "Image", code: { ...code, dockerfile } });
    await assert.rejects(
      engine.prepare(fn("Dockerfile"), () => undefined, never),
      { code: "build-failed", message: /returned a non-zero code: 7.*trying.*Correct the Dockerfile/s },
    );
    await assert.rejects(
      engine.prepare(fn("Missing"), () => undefined, never),
      { code: "build-failed", message: /Missing/ },
    );
    await assert.rejects(
      engine.prepare(
        { ...fn("Dockerfile"), code: { ...code, dockerfile: "Dockerfile", context: "/no/such" } },
        () => undefined,
        never,
      ),
      { code: "code-missing", message: /DockerContext/ },
    );
  });
});
