import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inputsIn, makeToolWorkspace, places } from "./build/tool-workspace.ts";

const dotnet = { runtime: "dotnet8", handler: "Hello::Hello.Function::Handle", architecture: "arm64" } as const;
const project = (...references: string[]) =>
  `<Project Sdk="Microsoft.NET.Sdk">\n${references.map((path) => `<ProjectReference Include="${path}" />\n`).join("")}</Project>\n`;

/** A script in place of the SDK, which is too large to have: it records how it is called and prints what MSBuild does. */
const standIn = `#!/bin/sh
echo "$@" > called.txt
while [ $# -gt 0 ]; do [ "$1" = --output ] && out="$2"; shift; done
if grep -q broken Function.cs; then
  echo "$PWD/Function.cs(12,5): error CS1002: ; expected [$PWD/Hello.csproj]"
  echo "$PWD/Function.cs(12,5): error CS1002: ; expected [$PWD/Hello.csproj]"
  exit 1
fi
echo "Function.cs(3,7): warning CS0168: The variable 'x' is declared but never used [$PWD/Hello.csproj]"
cp Function.cs "$out/Hello.dll"
`;

describe("dotnet publish", { skip: process.platform === "win32" && "the stand-in is a shell script" }, () => {
  let bin = "";
  before(async () => {
    bin = await mkdtemp(join(tmpdir(), "pilotlight-dotnet-"));
    await writeFile(join(bin, "dotnet"), standIn, { mode: 0o755 });
    process.env["PATH"] = [bin, process.env["PATH"]].join(delimiter);
  });
  after(() => rm(bin, { recursive: true }));

  test("publishes for the function's architecture and AWS's framework, with the compiler's warnings", async (t) => {
    const workspace = await makeToolWorkspace(t, { "Hello.csproj": project(), "Function.cs": "fine" }, dotnet);
    const { target, problems } = await workspace.build();
    assert.equal(await readFile(join(target, "Hello.dll"), "utf8"), "fine");
    assert.match(
      await readFile(workspace.path("called.txt"), "utf8"),
      /^publish .*--output \S+.* --runtime linux-arm64 --self-contained false -p:GenerateRuntimeConfigurationFiles=true\n$/,
    );
    assert.deepEqual(places(workspace, problems), [
      ["Function.cs:3:7", "CS0168: The variable 'x' is declared but never used"],
    ]);
  });

  test("brings the framework along for an OS-only runtime", async (t) => {
    const custom = { ...dotnet, runtime: "provided.al2023", build: { method: "dotnet8", properties: {} } };
    const workspace = await makeToolWorkspace(t, { "Hello.csproj": project(), "Function.cs": "fine" }, custom);
    await workspace.build();
    assert.match(await readFile(workspace.path("called.txt"), "utf8"), /--self-contained true/);
  });

  test("names every error's place once", async (t) => {
    const workspace = await makeToolWorkspace(t, { "Hello.csproj": project(), "Function.cs": "broken" }, dotnet);
    assert.deepEqual(places(workspace, (await workspace.fail()).problems), [
      ["Function.cs:12:5", "CS1002: ; expected"],
    ]);
  });

  test("is made of the projects that the function's refers to, and of MSBuild's settings above", async (t) => {
    const files = {
      "Directory.Build.props": "",
      "Hello/Hello.csproj": project("..\\Shared\\Shared.csproj"),
      "Shared/Shared.csproj": project("../Deep/Deep.csproj", "../Gone/Gone.csproj"),
      "Deep/Deep.csproj": project("../Shared/Shared.csproj"),
    };
    const workspace = await makeToolWorkspace(t, files, dotnet, "Hello");
    assert.deepEqual(inputsIn(workspace, workspace.tool), {
      files: ["Directory.Build.props"],
      folders: ["Deep", "Gone", "Hello", "Shared"],
    });
  });
});
