import path from "node:path";
import { parseVersion, type Version } from "./choose-interpreter.ts";

export type InterpreterFamily = "nodejs" | "python";

/** Somewhere an interpreter may be; nothing has been run yet. */
export interface Place {
  readonly command: string;
  /** Go before any other argument: the version for Windows' `py` launcher. */
  readonly commandArguments: readonly string[];
  readonly isProjectOwn: boolean;
  /** What the folder's name says, for those of version managers; asking the program settles it. */
  readonly likelyVersion: Version | undefined;
}

/** What finding places depends on. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Names in a folder; none when it can't be read. */
  readonly list: (folder: string) => readonly string[];
}

/** Virtual environments in the project's folders. */
export function projectPlaces(folders: readonly string[], { platform }: Surroundings): Place[] {
  const join = joinOf(platform);
  const program = platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  return folders.flatMap((folder) =>
    [".venv", "venv"].map((name) => ({ ...anywhere, command: join(folder, name, ...program), isProjectOwn: true })),
  );
}

/** Executables on PATH under the names the family uses. */
export function pathPlaces(family: InterpreterFamily, wanted: readonly number[], around: Surroundings): Place[] {
  const { platform, env } = around;
  const isWindows = platform === "win32";
  const names = family === "nodejs" ? ["node", "nodejs"] : [`python${wanted.join(".")}`, "python3", "python"];
  const folders = pathFolders(env, platform);
  const found = names.flatMap((name) =>
    folders.map((folder) => ({ ...anywhere, command: joinOf(platform)(folder, isWindows ? `${name}.exe` : name) })),
  );
  if (family !== "python" || !isWindows) return found;
  const launchers = folders.map((folder) => joinOf(platform)(folder, "py.exe"));
  return [
    ...found,
    ...launchers.map((command) => ({ ...anywhere, command, commandArguments: [`-${wanted.join(".")}`] })),
    ...launchers.map((command) => ({ ...anywhere, command, commandArguments: ["-3"] })),
  ];
}

/** What version managers have installed, whether or not it is in use. */
export function managedPlaces(family: InterpreterFamily, around: Surroundings): Place[] {
  const join = joinOf(around.platform);
  return (family === "nodejs" ? nodeHomes(around) : pythonHomes(around)).flatMap(({ versions, program }) =>
    around.list(versions).map((name) => ({
      ...anywhere,
      command: join(versions, name, ...program),
      // python.org's installer on Windows names its folders `Python312`.
      likelyVersion: parseVersion(name.replace(/^Python(\d)(\d+)/, "$1.$2")),
    })),
  );
}

const anywhere = { commandArguments: [], isProjectOwn: false, likelyVersion: undefined };

/** A folder with one folder per version, and where in each the program is. */
interface Home {
  readonly versions: string;
  readonly program: readonly string[];
}

/** nvm, fnm, Volta, asdf, mise, n. */
function nodeHomes({ platform, env, home }: Surroundings): Home[] {
  const join = joinOf(platform);
  if (platform === "win32") {
    const roaming = env["APPDATA"] ?? join(home, "AppData", "Roaming");
    const local = env["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
    const fnm = env["FNM_DIR"] ?? join(roaming, "fnm");
    return [
      { versions: env["NVM_HOME"] ?? join(roaming, "nvm"), program: ["node.exe"] },
      { versions: join(fnm, "node-versions"), program: ["installation", "node.exe"] },
      { versions: join(env["VOLTA_HOME"] ?? join(local, "Volta"), "tools", "image", "node"), program: ["node.exe"] },
      { versions: join(env["MISE_DATA_DIR"] ?? join(local, "mise"), "installs", "node"), program: ["node.exe"] },
    ];
  }
  const data = env["XDG_DATA_HOME"] ?? join(home, ".local", "share");
  const fnmHomes = [join(data, "fnm"), join(home, "Library", "Application Support", "fnm"), join(home, ".fnm")];
  const fnm = env["FNM_DIR"] === undefined ? fnmHomes : [env["FNM_DIR"]];
  const program = ["bin", "node"];
  return [
    { versions: join(env["NVM_DIR"] ?? join(home, ".nvm"), "versions", "node"), program },
    ...fnm.map((folder) => ({ versions: join(folder, "node-versions"), program: ["installation", ...program] })),
    { versions: join(env["VOLTA_HOME"] ?? join(home, ".volta"), "tools", "image", "node"), program },
    { versions: join(env["ASDF_DATA_DIR"] ?? join(home, ".asdf"), "installs", "nodejs"), program },
    { versions: join(env["MISE_DATA_DIR"] ?? join(data, "mise"), "installs", "node"), program },
    { versions: join(env["N_PREFIX"] ?? "/usr/local", "n", "versions", "node"), program },
  ];
}

/** pyenv, uv, asdf, mise; on Windows also python.org's installer. */
function pythonHomes({ platform, env, home }: Surroundings): Home[] {
  const join = joinOf(platform);
  if (platform === "win32") {
    const roaming = env["APPDATA"] ?? join(home, "AppData", "Roaming");
    const local = env["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
    const program = ["python.exe"];
    return [
      { versions: join(env["PYENV"] ?? join(home, ".pyenv", "pyenv-win"), "versions"), program },
      { versions: env["UV_PYTHON_INSTALL_DIR"] ?? join(roaming, "uv", "python"), program },
      { versions: join(env["MISE_DATA_DIR"] ?? join(local, "mise"), "installs", "python"), program },
      { versions: join(local, "Programs", "Python"), program },
    ];
  }
  const data = env["XDG_DATA_HOME"] ?? join(home, ".local", "share");
  const program = ["bin", "python3"];
  return [
    { versions: join(env["PYENV_ROOT"] ?? join(home, ".pyenv"), "versions"), program },
    { versions: env["UV_PYTHON_INSTALL_DIR"] ?? join(data, "uv", "python"), program },
    { versions: join(env["ASDF_DATA_DIR"] ?? join(home, ".asdf"), "installs", "python"), program },
    { versions: join(env["MISE_DATA_DIR"] ?? join(data, "mise"), "installs", "python"), program },
  ];
}

function pathFolders(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const value = env["PATH"] ?? env["Path"] ?? "";
  return [...new Set(value.split(platform === "win32" ? ";" : ":"))].filter((folder) => folder !== "");
}

function joinOf(platform: NodeJS.Platform): (...parts: string[]) => string {
  const { posix, win32 } = path;
  return (...parts) => (platform === "win32" ? win32 : posix).join(...parts);
}
