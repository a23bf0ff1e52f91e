import path from "node:path";

/** The folders and the port that a runtime in a process gets to know by its variables. */
export interface ProcessPlaces {
  readonly codeFolder: string;
  readonly layerFolder: string | undefined;
  readonly bootstrapFolder: string;
  readonly tmpFolder: string;
  readonly runtimeApiPort: number;
  /** Of the interpreter; undefined for custom runtimes. */
  readonly interpreterFolder: string | undefined;
}

/**
 * The variables a runtime in a process starts with: a minimum of the machine's, then the request's, then those that
 * name places. Nothing else of the machine's gets through, its `AWS_*` least of all.
 *
 * A function's own search paths come before ours, and `/opt` and `/var/task` in them become the folders they stand for.
 *
 * @param runtime identifier of the function's runtime: it decides which of a layer's folders count
 */
export function processVariables(
  variables: Readonly<Record<string, string>>,
  runtime: string,
  places: ProcessPlaces,
  host: { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv },
): Record<string, string> {
  const isWindows = host.platform === "win32";
  const { delimiter } = isWindows ? path.win32 : path.posix;
  const join = (...parts: string[]): string => (isWindows ? path.win32 : path.posix).join(...parts);
  const { codeFolder, layerFolder, tmpFolder } = places;
  const inLayer = (...parts: string[]): string[] => (layerFolder === undefined ? [] : [join(layerFolder, ...parts)]);

  const result: Record<string, string> = { ...hostVariables(host), ...variables };
  for (const name of pathVariables) {
    const value = variables[name];
    if (value !== undefined) result[name] = localPaths(value, codeFolder, layerFolder);
  }
  const append = (name: string, folders: readonly string[]): void => {
    const own = variables[name] === undefined ? [] : [result[name] ?? ""];
    if (own.length + folders.length > 0) result[name] = [...own, ...folders].join(delimiter);
  };

  const hostPath = host.env["PATH"] ?? host.env["Path"] ?? "";
  const interpreter = places.interpreterFolder === undefined ? [] : [places.interpreterFolder];
  append("PATH", [...interpreter, ...inLayer("bin"), hostPath]);
  if (host.platform === "linux") append("LD_LIBRARY_PATH", [codeFolder, join(codeFolder, "lib"), ...inLayer("lib")]);
  const node = /^nodejs(\d+)/.exec(runtime)?.[1];
  if (node !== undefined) {
    const layers = [...inLayer("nodejs", `node${node}`, "node_modules"), ...inLayer("nodejs", "node_modules")];
    append("NODE_PATH", [...layers, codeFolder]);
  }
  const python = /^python(\d+\.\d+)/.exec(runtime)?.[1];
  if (python !== undefined) {
    append("PYTHONPATH", [...inLayer("python", "lib", `python${python}`, "site-packages"), ...inLayer("python")]);
    // The code folder is read-only on AWS; here, compiled files in it would be changes that set off a reload.
    result["PYTHONDONTWRITEBYTECODE"] ??= "1";
  }
  // Windows knows zones by name only.
  if (isWindows && result["TZ"]?.startsWith(":")) result["TZ"] = result["TZ"].slice(1);

  return {
    ...result,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${places.runtimeApiPort}`,
    LAMBDA_TASK_ROOT: codeFolder,
    LAMBDA_RUNTIME_DIR: places.bootstrapFolder,
    TMPDIR: tmpFolder,
    TMP: tmpFolder,
    TEMP: tmpFolder,
  };
}

/** Replaces `/opt` and `/var/task` at the start of paths in a text by the folders that stand for them here. */
export function localPaths(text: string, codeFolder: string, layerFolder: string | undefined): string {
  return text.replace(/(^|[\s:;="'])\/(opt|var\/task)(?=$|[/\s:;"'])/g, (all, before: string, folder: string) => {
    const local = folder === "opt" ? layerFolder : codeFolder;
    return local === undefined ? all : before + local;
  });
}

/** Variables of a function that hold paths as they are on AWS. */
const pathVariables = ["PATH", "LD_LIBRARY_PATH", "NODE_PATH", "NODE_OPTIONS", "PYTHONPATH", "AWS_LAMBDA_EXEC_WRAPPER"];

/** What programs need to start at all. */
function hostVariables({
  platform,
  env,
}: {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}): Record<string, string> {
  const names =
    platform === "win32"
      ? ["SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "USERPROFILE", "NUMBER_OF_PROCESSORS"]
      : ["HOME"];
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
