import { defaultRegion } from "./model/default-region.ts";
import type { Project } from "./model/function.ts";
import { loadEnvironmentOverrides } from "./project/environment-overrides.ts";
import { loadProject } from "./project/load-project.ts";
import type { RunnerOptions } from "./runner-options.ts";

/** The project that a person's options describe. Throws as `loadProject` and `loadEnvironmentOverrides`. */
export async function loadProjectOf(
  options: Pick<
    RunnerOptions,
    "root" | "templates" | "envVarsFile" | "envFiles" | "host" | "parameterOverrides" | "region"
  >,
): Promise<Project> {
  const { root, templates, envVarsFile, envFiles, host, parameterOverrides } = options;
  const environmentOverrides = await loadEnvironmentOverrides({
    root,
    envFiles,
    ...(envVarsFile === undefined ? {} : { envVarsFile }),
  });
  return await loadProject({
    root,
    environmentOverrides,
    parameterOverrides,
    region: options.region ?? defaultRegion(host.env),
    ...(templates.length > 0 ? { templates } : {}),
  });
}
