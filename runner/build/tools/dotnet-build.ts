import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { BuildInputs } from "../builder.ts";
import { bracketedPlaces } from "./bracketed-places.ts";
import { filesUpwards } from "./files-upwards.ts";
import { requireProgram } from "./find-program.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure, toolProblems } from "./tool-failure.ts";

/**
 * `dotnet publish` for Linux and the function's architecture: what `dotnet lambda package`, which `sam build` runs,
 * does before it zips. Debug configuration: it compiles incrementally and can be debugged.
 */
export function dotnetBuild({ fn, codeFolder, runTool }: ToolTask): ToolBuild {
  const inputs = inputsOf(codeFolder);
  return {
    description: "dotnet publish",
    inputs,
    build: (target, _request, signal) =>
      takeTurns(codeFolder, signal, async () => {
        const nextStep = "Install the .NET SDK from https://dotnet.microsoft.com/download.";
        const program = requireProgram("dotnet", `${fn.name} is built with it`, nextStep);
        const args = [
          ...["publish", "--nologo", "--verbosity", "quiet", "--configuration", "Debug", "--output", target],
          ...["--runtime", fn.architecture === "arm64" ? "linux-arm64" : "linux-x64"],
          // Only AWS's own .NET images have the framework.
          ...["--self-contained", String(!fn.runtime?.startsWith("dotnet"))],
          "-p:GenerateRuntimeConfigurationFiles=true",
        ];
        const run = await runTool({ program, args, cwd: codeFolder, env }, signal);
        const diagnostics = bracketedPlaces(run.output, codeFolder);
        if (run.exitCode !== 0) throw toolFailure("dotnet publish", run, diagnostics, fn, inputs);
        return { problems: toolProblems(diagnostics, fn) };
      }),
  };
}

/** Messages in the language that `bracketedPlaces` reads, and no welcome. */
const env = { DOTNET_CLI_UI_LANGUAGE: "en", DOTNET_NOLOGO: "1" };

/** The folders of the project and of all that it references, and MSBuild's settings above. */
function inputsOf(codeFolder: string): BuildInputs {
  const folders = new Set([codeFolder]);
  for (const folder of folders) {
    for (const reference of referencesOf(folder)) folders.add(dirname(reference));
  }
  return {
    files: new Set(filesUpwards(codeFolder, settings)),
    folders: [...folders].map((path) => ({ path, listedOnly: [] })),
  };
}

const settings = [
  "Directory.Build.props",
  "Directory.Build.targets",
  "Directory.Packages.props",
  "global.json",
  "nuget.config",
];

function referencesOf(folder: string): string[] {
  return projectsIn(folder)
    .flatMap((project) => [...readFileSync(project, "utf8").matchAll(/<ProjectReference\s[^>]*Include="([^"]+)"/g)])
    .map(([, path = ""]) => resolve(folder, path.replaceAll("\\", "/")));
}

function projectsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(cs|fs|vb)proj$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    // A reference to what is not there is for the compiler to report.
    return [];
  }
}
