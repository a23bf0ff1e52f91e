import assert from "node:assert/strict";
import { chmod, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inputsIn, makeToolWorkspace, places } from "./build/tool-workspace.ts";

const java = { runtime: "java17", handler: "example.Hello::handle" } as const;

/** A script in place of the wrapper, which would fetch Gradle: it records how it is called and prints what javac does. */
const standIn = `#!/bin/sh
echo "$@" > called.txt
for argument; do
  case "$argument" in -PpilotlightTarget=*) out="\${argument#*=}";; *.gradle) cp "$argument" init.txt;; esac
done
if grep -q broken Hello.java; then
  echo "$PWD/Hello.java:3: error: ';' expected" >&2
  echo "e: file://$PWD/Hello.kt:4:7 Expecting an expression" >&2
  exit 1
fi
cp Hello.java "$out/Hello.class"
`;

describe("gradle", { skip: process.platform === "win32" && "the stand-in is a shell script" }, () => {
  test("runs the project's wrapper with a task that lays out classes and dependencies", async (t) => {
    const files = { "build.gradle.kts": "", gradlew: standIn, "Hello.java": "fine" };
    const workspace = await makeToolWorkspace(t, files, java);
    await chmod(workspace.path("gradlew"), 0o755);
    const { target } = await workspace.build();
    assert.deepEqual(await readdir(target), ["Hello.class"]);
    assert.match(await readFile(workspace.path("called.txt"), "utf8"), / -PpilotlightSource=\S+.* pilotlightLayOut\n$/);
    assert.match(await readFile(workspace.path("init.txt"), "utf8"), /tasks\.register\("pilotlightLayOut", Copy\)/);
  });

  test("names the places of Java's and Kotlin's errors", async (t) => {
    const workspace = await makeToolWorkspace(
      t,
      { "build.gradle": "", gradlew: standIn, "Hello.java": "broken" },
      java,
    );
    await chmod(workspace.path("gradlew"), 0o755);
    assert.deepEqual(places(workspace, (await workspace.fail()).problems), [
      ["Hello.java:3:1", "';' expected"],
      ["Hello.kt:4:7", "Expecting an expression"],
    ]);
  });

  test("is made of all the projects of its build", async (t) => {
    const files = { "settings.gradle": "", "hello/build.gradle": "", "shared/build.gradle": "" };
    const workspace = await makeToolWorkspace(t, files, java, "hello");
    assert.deepEqual(inputsIn(workspace, workspace.tool), { files: [], folders: [""] });
  });

  test("says what is missing when there is neither wrapper nor Gradle", async (t) => {
    const { build } = await makeToolWorkspace(t, { "build.gradle": "" }, java);
    const path = process.env["PATH"];
    process.env["PATH"] = join("/", "nowhere");
    t.after(() => (process.env["PATH"] = path));
    await assert.rejects(build(), {
      code: "build-failed",
      message: "gradle is not on PATH of this machine, and Hello is built with it. Install Gradle, or add its wrapper.",
    });
  });
});
