import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import {
  chooseInterpreter,
  isOfSeries,
  isStandIn,
  parseVersion,
  type Interpreter,
  type Version,
} from "./choose-interpreter.ts";
import {
  managedPlaces,
  pathPlaces,
  projectPlaces,
  type InterpreterFamily,
  type Place,
  type Surroundings,
} from "./interpreter-places.ts";

/** A program that doesn't say its version within this time is not used. */
const askTimeoutMs = 5000;

/** The oldest versions that the programs in `runner/bootstrap/` run on. */
const oldest: Record<InterpreterFamily, Version> = { nodejs: [18, 0, 0], python: [3, 8, 0] };

/** Where interpreters were looked for, for a message. */
export const searchedPlaces: Record<InterpreterFamily, string> = {
  nodejs: "PATH (node, nodejs), nvm, fnm, Volta, asdf, mise, n and the runner's own Node.js",
  python: "PATH (python3, python), the project's .venv and venv folders, pyenv, uv, asdf and mise",
};

/** The program that runs this, as far as it matters here. */
export interface OwnProgram {
  readonly execPath: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** Finds interpreters on this machine. Asks each program for its version once. */
export class InterpreterFinder {
  readonly #around: Surroundings;
  readonly #own: OwnProgram;
  readonly #answers = new Map<string, Promise<Interpreter | undefined>>();

  constructor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, own: OwnProgram = process) {
    this.#own = own;
    this.#around = { platform, env, home: homedir(), list: listFolder };
  }

  /**
   * The interpreter nearest to the version wanted; undefined when there is none.
   *
   * @param projectFolders where a virtual environment of the project may be
   */
  async find(
    family: InterpreterFamily,
    wanted: readonly number[],
    projectFolders: readonly string[],
  ): Promise<Interpreter | undefined> {
    const own = family === "python" ? projectPlaces(projectFolders, this.#around) : [];
    const near = [...own, ...pathPlaces(family, wanted, this.#around)].filter(({ command }) => existsSync(command));
    const known = (await Promise.all(near.map((place) => this.#ask(family, place)))).filter((found) => !!found);
    if (family === "nodejs") known.push(ownNode(this.#own));
    const usable = known.filter(({ version }) => isUsable(version, family));
    const best = chooseInterpreter(usable, wanted);
    if (best && isOfSeries(best.version, wanted) && !isStandIn(best)) return best;
    return await this.#findAmongManaged(family, wanted, usable);
  }

  /** Believes the folders' names until the one chosen by them has been asked. */
  async #findAmongManaged(
    family: InterpreterFamily,
    wanted: readonly number[],
    known: readonly Interpreter[],
  ): Promise<Interpreter | undefined> {
    let unasked = managedPlaces(family, this.#around).filter(
      ({ command, likelyVersion }) => likelyVersion && isUsable(likelyVersion, family) && existsSync(command),
    );
    const found = [...known];
    while (true) {
      const likely = unasked.map((place) => ({
        place,
        version: place.likelyVersion ?? noVersion,
        isProjectOwn: false,
        variables: {},
      }));
      const settled = found.map((interpreter) => ({ ...interpreter, place: undefined, interpreter }));
      const best = chooseInterpreter<(typeof likely)[number] | (typeof settled)[number]>(
        [...settled, ...likely],
        wanted,
      );
      if (best?.place === undefined) return best && "interpreter" in best ? best.interpreter : undefined;
      unasked = unasked.filter((place) => place !== best.place);
      const interpreter = await this.#ask(family, best.place);
      if (interpreter && isUsable(interpreter.version, family)) found.push(interpreter);
    }
  }

  #ask(family: InterpreterFamily, place: Place): Promise<Interpreter | undefined> {
    const key = [place.command, ...place.commandArguments].join("\0");
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = ask(family, place, this.#around.env);
    this.#answers.set(key, answer);
    return answer;
  }
}

const noVersion: Version = [0, 0, 0];

function ownNode({ execPath, versions }: OwnProgram): Interpreter {
  return {
    path: execPath,
    version: parseVersion(versions["node"] ?? "") ?? noVersion,
    isProjectOwn: false,
    variables: variablesOf(versions["electron"]),
  };
}

/** An editor's Electron needs a variable to be a Node.js. */
function variablesOf(electronVersion: string | undefined): Interpreter["variables"] {
  return electronVersion ? { ELECTRON_RUN_AS_NODE: "1" } : {};
}

function isUsable(version: Version, family: InterpreterFamily): boolean {
  const [major, minor] = version;
  const [oldestMajor, oldestMinor] = oldest[family];
  return family === "python" ? major === oldestMajor && minor >= oldestMinor : major >= oldestMajor;
}

/** The program's own path and versions. Its path, because version managers put stand-ins on PATH that start slowly. */
function ask(family: InterpreterFamily, place: Place, env: NodeJS.ProcessEnv): Promise<Interpreter | undefined> {
  const question =
    family === "nodejs"
      ? ["-p", "[process.execPath, process.versions.node, process.versions.electron].join('\\n')"]
      : ["-I", "-S", "-c", "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3])"];
  return new Promise((resolve) => {
    execFile(
      place.command,
      [...place.commandArguments, ...question],
      { timeout: askTimeoutMs, windowsHide: true, env },
      (error, output) => {
        const [path, text, electron] = output.split(/\r?\n/);
        const version = parseVersion(text ?? "");
        if (error || !path || !version) resolve(undefined);
        else resolve({ path, version, isProjectOwn: place.isProjectOwn, variables: variablesOf(electron) });
      },
    );
  });
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
