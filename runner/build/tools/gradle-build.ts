import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isExecutable } from "../../engine/process/executable.ts";
import type { BuildInputs } from "../builder.ts";
import { filesUpwards } from "./files-upwards.ts";
import { requireProgram } from "./find-program.ts";
import { javacPlaces } from "./javac-places.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure } from "./tool-failure.ts";

/**
 * Compiles with Gradle, its daemon and caches as the project has them, and lays classes, resources and runtime
 * dependencies out as `sam build` does: JARs in `lib`. An init script adds the task for that, so that the project's own
 * scripts stay as they are.
 */
export function gradleBuild({ fn, codeFolder, storageFolder, runTool }: ToolTask): ToolBuild {
  const inputs = inputsOf(codeFolder);
  const script = join(storageFolder, "gradle", "pilotlight.gradle");
  return {
    description: "gradle",
    inputs,
    build: (target, _request, signal) =>
      takeTurns(codeFolder, signal, async () => {
        const program = findGradle(fn.name, codeFolder);
        await mkdir(dirname(script), { recursive: true });
        await writeFile(script, initScript);
        const properties = [`-PpilotlightSource=${codeFolder}`, `-PpilotlightTarget=${target}`];
        const args = ["--console=plain", "--quiet", "--init-script", script, ...properties, task];
        const run = await runTool({ program, args, cwd: codeFolder }, signal);
        if (run.exitCode === 0) return { problems: [] };
        throw toolFailure("gradle", run, javacPlaces(run.output), fn, inputs);
      }),
  };
}

const task = "pilotlightLayOut";

/** A task's name chosen in a folder is that of its projects below as well, so only the folder's own project has it. */
const initScript = `allprojects { project ->
  project.plugins.withType(JavaPlugin) {
    def source = project.findProperty("pilotlightSource")
    if (source == null || project.projectDir.canonicalFile != new File(source).canonicalFile) return
    project.tasks.register("${task}", Copy) {
      from(project.sourceSets.main.output)
      into(project.property("pilotlightTarget"))
      into("lib") { from(project.configurations.runtimeClasspath) }
    }
  }
}
`;

function findGradle(name: string, codeFolder: string): string {
  const wrapper = process.platform === "win32" ? "gradlew.bat" : "gradlew";
  const found = filesUpwards(codeFolder, [wrapper]).find(isExecutable);
  return found ?? requireProgram("gradle", `${name} is built with it`, "Install Gradle, or add its wrapper.");
}

/** The whole build that the project belongs to: any of its projects may be a dependency. */
function inputsOf(codeFolder: string): BuildInputs {
  const [settings] = filesUpwards(codeFolder, ["settings.gradle", "settings.gradle.kts"]);
  const root = settings === undefined ? codeFolder : dirname(settings);
  return { files: new Set(), folders: [{ path: root, listedOnly: [] }] };
}
