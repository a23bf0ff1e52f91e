import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { processesIn } from "./chaos/processes.ts";
import { eventually } from "./crash/recorder-project.ts";
import { makeToolWorkspace, places } from "./build/tool-workspace.ts";
import { lacking } from "./harness/parts.ts";

const make = { runtime: "provided.al2023", build: { method: "makefile", properties: {} } } as const;
const makefile = (...recipe: string[]) => `build-Hello:\n${recipe.map((line) => `\t${line}\n`).join("")}`;

// The Go, Rust and Ruby parts need make, too: a machine with one of them has it.
describe("make", { skip: lacking("go") }, () => {
  test("fills ARTIFACTS_DIR in a copy, so that the sources stay as they are", async (t) => {
    const files = {
      Makefile: makefile("cp src/run.sh $(ARTIFACTS_DIR)/bootstrap", "ls >> log.txt", "rm src/run.sh"),
      "src/run.sh": "#!/bin/sh\n",
    };
    const workspace = await makeToolWorkspace(t, files, make);
    assert.deepEqual(await readdir((await workspace.build()).target), ["bootstrap"]);
    assert.deepEqual((await readdir(workspace.folder)).sort(), ["Makefile", "src"]);
    assert.ok(existsSync(workspace.path("src/run.sh")));
    await workspace.build();
  });

  test("sees changed, new and removed sources, and finds again what it made before", async (t) => {
    const files = {
      Makefile: makefile(
        "cat parts/* > $(ARTIFACTS_DIR)/bootstrap",
        "echo made >> made.txt",
        "cp made.txt $(ARTIFACTS_DIR)",
      ),
      "parts/a": "a1 ",
      "parts/b": "b1 ",
    };
    const workspace = await makeToolWorkspace(t, files, make);
    const textOf = async (name: string) => readFile(join((await workspace.build()).target, name), "utf8");
    assert.equal(await textOf("bootstrap"), "a1 b1 ");
    await workspace.write({ "parts/a": "a2 ", "parts/c": "c1 " });
    await rm(workspace.path("parts/b"));
    assert.equal(await textOf("bootstrap"), "a2 c1 ");
    assert.equal(await textOf("made.txt"), "made\nmade\nmade\n");
  });

  test("copies a changed file also when its time and size are the same", async (t) => {
    const workspace = await makeToolWorkspace(t, { Makefile: makefile("cp a $(ARTIFACTS_DIR)"), a: "1" }, make);
    await workspace.build();
    await workspace.write({ a: "2" });
    const { target } = await workspace.build({ changed: [workspace.path("a")] });
    assert.equal(await readFile(join(target, "a"), "utf8"), "2");
  });

  test("fails with the end of what was printed, and errors at their places in the sources", async (t) => {
    const recipe = makefile("@seq 100", "@echo $$PWD/main.c:3:7: error: expected expression", "@exit 4");
    const workspace = await makeToolWorkspace(t, { Makefile: recipe, "main.c": "" }, make);
    const failure = await workspace.fail();
    assert.match(failure.message, /^The build of Hello failed: make build-Hello ended with exit code 2\.\n {2}8\d\n/);
    assert.match(failure.message, /make: \*\*\* .*Error 4\nCorrect what it names and invoke again\.$/);
    assert.deepEqual(places(workspace, failure.problems)[0], ["main.c:3:7", "expected expression"]);
    assert.equal(failure.problems[1]?.file, workspace.path("template.yaml"));
    assert.ok(!failure.message.includes(workspace.storageFolder));
  });

  test("names the place in a Makefile that make can't read", async (t) => {
    const workspace = await makeToolWorkspace(t, { Makefile: "build-Hello:\nls\n" }, make);
    assert.deepEqual(places(workspace, (await workspace.fail()).problems)[0], [
      "Makefile:2:1",
      "missing separator.  Stop.",
    ]);
  });

  test("runs nothing any more once it is cancelled, whatever the tool had started", async (t) => {
    const recipe = makefile("(setsid sleep 1000 & sleep 1000 & wait) & touch started; wait");
    const workspace = await makeToolWorkspace(t, { Makefile: recipe }, make);
    const copy = join(workspace.storageFolder, "make", "Hello");
    const controller = new AbortController();
    const building = workspace.build({ signal: controller.signal });
    await eventually(() => existsSync(join(copy, "started")) && processesIn(copy).length > 3, t.signal);
    controller.abort();
    await assert.rejects(building, { name: "Failure", code: "cancelled" });
    await eventually(() => processesIn(copy).length === 0, t.signal);
  });
});
