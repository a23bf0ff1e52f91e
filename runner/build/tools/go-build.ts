import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildInputs } from "../builder.ts";
import { requireProgram } from "./find-program.ts";
import { filesUpwards } from "./files-upwards.ts";
import { goPackage } from "./go-package.ts";
import { placedLines } from "./placed-lines.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure } from "./tool-failure.ts";

/**
 * `go build` for Linux and the function's architecture, as `sam build` does for `go1.x`. The compiler's cache is the
 * person's own, so a build after a save compiles what changed and links.
 *
 * A process environment on macOS or Windows can't run what this makes: which engine runs a build is not known here.
 */
export function goBuild(task: ToolTask): ToolBuild {
  const { fn, codeFolder, runTool } = task;
  let inputs: BuildInputs = wholeModule(codeFolder);
  return {
    description: "go build",
    get inputs() {
      return inputs;
    },
    async build(target, { isForDebugger }, signal) {
      const program = requireProgram("go", `${fn.name} is built with it`, "Install Go from https://go.dev/dl.");
      const env = {
        GOOS: "linux",
        GOARCH: fn.architecture === "arm64" ? "arm64" : "amd64",
        // A binary that needs this machine's C library may not start in AWS's image.
        CGO_ENABLED: process.env["CGO_ENABLED"] ?? "0",
      };
      const name = await goPackage(fn, codeFolder);
      const trim = String(fn.build.properties["TrimGoPath"]).toLowerCase() === "true" ? ["-trimpath"] : [];
      const kind = isForDebugger ? forDebugger : trim;
      const command = { program, cwd: codeFolder, env };
      const [run, read] = await Promise.all([
        runTool({ ...command, args: ["build", ...kind, "-o", join(target, "bootstrap"), name] }, signal),
        runTool({ ...command, args: ["list", "-e", "-deps", "-f", localPackages, name] }, signal),
      ]);
      inputs = await filesOf(read.stdout, codeFolder);
      if (run.exitCode === 0) return { problems: [] };
      // Code that does not compile may not say all that it will be made of.
      inputs = { ...inputs, folders: [...inputs.folders, { path: codeFolder, listedOnly: [] }] };
      throw toolFailure("go build", run, placedLines(run.output, codeFolder), fn, inputs);
    },
  };
}

/**
 * Of packages too, with whole paths and all that debuggers read, whatever `GOFLAGS` say (Source: Delve, "dlv exec"), and that
 * not compressed: Delve is a third sooner ready then.
 */
const forDebugger = ["-gcflags=all=-N -l", "-trimpath=false", "-ldflags=-compressdwarf=false"];

/** Packages of the main modules (several in a workspace) and of modules that a local folder replaces. */
const localPackages =
  "{{with .Module}}{{if or .Main (and .Replace (not .Replace.Version))}}{{$.Dir}}\n{{.GoMod}}{{end}}{{end}}";

/** Until `go list` has told: the module may hold packages that the function's imports. */
function wholeModule(codeFolder: string): BuildInputs {
  const settings = filesUpwards(codeFolder, ["go.mod", "go.work"]);
  const module = settings.find((file) => file.endsWith("go.mod"));
  return {
    files: new Set(settings),
    folders: [{ path: module === undefined ? codeFolder : dirname(module), listedOnly: [] }],
  };
}

async function filesOf(list: string, codeFolder: string): Promise<BuildInputs> {
  const lines = await Promise.all(
    [...new Set(list.split("\n").filter((line) => line !== ""))].map((path) => realpath(path).catch(() => path)),
  );
  const settings = new Set([
    ...filesUpwards(codeFolder, ["go.work"]),
    ...lines.filter((path) => path.endsWith(".mod")),
  ]);
  const folders = new Set(lines.filter((path) => !settings.has(path)));
  if (folders.size === 0) return wholeModule(codeFolder);
  const sums = [...settings].map((file) => file.replace(/\.(mod|work)$/, file.endsWith(".mod") ? ".sum" : ".work.sum"));
  return {
    files: new Set([...settings, ...sums]),
    folders: [...folders].map((path) => ({ path, listedOnly: [] })),
  };
}
