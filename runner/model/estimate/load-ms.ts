import data from "./heavy-packages.json" with { type: "json" };
import { importsMs, partsOf } from "./measured-imports.ts";

const nodePackages: ReadonlyMap<string, number> = new Map(data.nodejs.packages.map(({ name, ms }) => [name, ms]));

/** CPU time that loading a package of npm took where it was measured, in ms; undefined where it was not. */
export function nodeLoadMs(name: string): number | undefined {
  return nodePackages.get(name);
}

const pythonPackages: ReadonlyMap<string, number> = new Map(
  // Of several of one package, the last one counts.
  data.python.imports
    .map(({ name }): [string, number] => [name.split(".")[0] ?? "", importsMs([name], new Set(partsOf(name)))])
    .sort(([, one], [, other]) => one - other),
);

/** The same of a top-level package of Python: of what was measured of it, the part that takes longest. */
export function pythonLoadMs(name: string): number | undefined {
  return pythonPackages.get(name);
}
