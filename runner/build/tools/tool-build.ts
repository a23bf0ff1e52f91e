import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import type { BuildInputs, BuildRequest } from "../builder.ts";
import { bundlerBuild } from "./bundler-build.ts";
import { cargoBuild } from "./cargo-build.ts";
import type { ToolName } from "./choose-tool.ts";
import { dotnetBuild } from "./dotnet-build.ts";
import { goBuild } from "./go-build.ts";
import { gradleBuild } from "./gradle-build.ts";
import { makeBuild } from "./make-build.ts";
import { mavenBuild } from "./maven-build.ts";
import type { RunTool } from "./run-tool.ts";

/** A function's build by its language's own tool. */
export interface ToolBuild {
  /** For people: `go build`. */
  readonly description: string;
  /**
   * What a change must touch to ask for another build. Some tools only know after a build, failed or not, what they
   * have read: read it then.
   */
  readonly inputs: BuildInputs;
  /**
   * Fills `target`, an empty folder, with what becomes `/var/task`.
   *
   * @returns what the tool warns of
   * @throws BuildFailure with a problem for each error, at its place where the tool says it; Failure `build-failed`
   *   when the tool is not on this machine, `cancelled` once nothing of it runs any more
   */
  build(target: string, request: BuildRequest, signal: AbortSignal): Promise<{ readonly problems: readonly Problem[] }>;
}

/** What every tool's build is made for. */
export interface ToolTask {
  readonly fn: LambdaFunction;
  /** Real path. */
  readonly codeFolder: string;
  /** Where caches may be kept; absolute. */
  readonly storageFolder: string;
  readonly runTool: RunTool;
}

/** A tool that fills a folder; pip does not, see `RequiredPackages`. */
export type BuildTool = Exclude<ToolName, "pip">;

export function toolBuild(tool: BuildTool, task: ToolTask): ToolBuild {
  return builds[tool](task);
}

const builds: Readonly<Record<BuildTool, (task: ToolTask) => ToolBuild>> = {
  bundler: bundlerBuild,
  cargo: cargoBuild,
  dotnet: dotnetBuild,
  go: goBuild,
  gradle: gradleBuild,
  make: makeBuild,
  maven: mavenBuild,
};
