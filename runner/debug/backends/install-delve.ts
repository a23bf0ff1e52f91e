import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../build/tools/find-program.ts";
import { LastLine } from "../../build/tools/last-line.ts";
import { runTool } from "../../build/tools/run-tool.ts";
import type { Host } from "../../host.ts";
import { Failure } from "../../model/failure.ts";
import { cachedTool } from "./cached-tool.ts";

const version = "1.27.2";

/**
 * The folder with Delve's `dlv` for Linux, which is built once for the whole machine by the person's Go: needs no C
 * library, so that it runs on the machine and in every container alike.
 *
 * @param goArch as Go names it: `amd64`, `arm64`
 * @param onProgress called when it has to be built, and with what Go says then
 * @returns its absolute path
 * @throws Failure `debug-unavailable` when it is not there and can't be had; `cancelled`
 */
export async function installDelve(
  host: Host,
  goArch: string,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  return await cachedTool(
    host,
    `delve-${version}-linux-${goArch}`,
    async (draft) => {
      onProgress(`Delve ${version}`);
      await install(draft, goArch, onProgress, signal);
    },
    signal,
  );
}

async function install(
  folder: string,
  goArch: string,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const program = findProgram("go");
  if (program === undefined) throw unavailable("there is no go on PATH to build it with");
  // In a module of its own: `go install` takes GOBIN for this machine's programs alone.
  const module = join(folder, "module");
  await mkdir(module);
  await writeFile(join(module, "go.mod"), `module delve\n\nrequire github.com/go-delve/delve v${version}\n`);
  const { exitCode, output } = await runTool(
    {
      program,
      args: [...goBuild, "-o", join(folder, "dlv"), "github.com/go-delve/delve/cmd/dlv"],
      cwd: module,
      env: { GOOS: "linux", GOARCH: goArch, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" },
    },
    signal,
    onProgress,
  );
  if (exitCode === 0) {
    await rm(module, { recursive: true });
    return;
  }
  const last = new LastLine();
  last.add(Buffer.from(output));
  throw unavailable(`go could not build it: ${last.take() ?? "it said nothing"}`);
}

const goBuild = ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"];

function unavailable(reason: string): Failure {
  return new Failure(
    "debug-unavailable",
    `Go's debugger Delve is not on this machine yet, and ${reason}. Install Go 1.25 or later (an older one gets that by ` +
      "itself), connect to the network and start debugging again.",
  );
}
