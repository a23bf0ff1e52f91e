import data from "./heavy-packages.json" with { type: "json" };

/** CPU time in ms by top-level package, on the machine that the table was made on. */
type Parts = Readonly<Record<string, number | undefined>>;

/** What importing a Python module takes, as measured. */
interface MeasuredImport {
  readonly name: string;
  /** As source, with all that it imports where that is there, too. */
  readonly ms: Parts;
  /** With bytecode: of what comes with AWS's runtime. */
  readonly inRuntimeMs?: Parts;
}

const imports: ReadonlyMap<string, MeasuredImport> = new Map(data.python.imports.map((each) => [each.name, each]));

const inRuntime: ReadonlyMap<string, number> = new Map(
  [...imports.values()].flatMap(({ inRuntimeMs = {} }) =>
    Object.entries(inRuntimeMs).flatMap(([part, ms]): [string, number][] => (ms === undefined ? [] : [[part, ms]])),
  ),
);

/** What a client of AWS takes beyond the import of `boto3`: named as if it were an import. */
export const awsClient = "boto3.client";

/** Name of the measured import that loads a module: the longest beginning of its name that was measured. */
export function measuredImportOf(module: string): string | undefined {
  for (let name = module; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    if (imports.has(name)) return name;
  }
  return undefined;
}

/** The top-level packages that a measured import loads, as far as they are there. */
export function partsOf(name: string): string[] {
  return Object.keys(imports.get(name)?.ms ?? {});
}

/**
 * CPU time in ms of measured imports, on the machine that the table was made on. What several load counts once. What is
 * not deployed counts as it is in AWS's runtime, or not at all, since packages import what they can do without; but if
 * an import is not deployed itself, it is in a layer that is not on this machine, with all that it needs.
 */
export function importsMs(names: readonly string[], deployed: ReadonlySet<string>): number {
  const parts = new Map<string, number>();
  for (const name of names) {
    const [own = ""] = name.split(".");
    const isElsewhere = !deployed.has(own);
    for (const [part, sourceMs = 0] of Object.entries(imports.get(name)?.ms ?? {})) {
      const [top = ""] = part.split(".");
      const ms = deployed.has(top) ? sourceMs : (inRuntime.get(part) ?? (isElsewhere ? sourceMs : 0));
      parts.set(part, Math.max(ms, parts.get(part) ?? 0));
    }
  }
  return [...parts.values()].reduce((sum, ms) => sum + ms, 0);
}
