import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { handlerModule } from "../model/handler-module.ts";
import { awsClient, measuredImportOf, partsOf } from "../model/estimate/measured-imports.ts";
import { pythonModule, type PythonImport } from "./python-module.ts";

/** What a Python function loads at init. */
export interface PythonInit {
  /** Of source, without what was measured. */
  readonly bytes: number;
  /** Names of measured imports. */
  readonly imports: readonly string[];
  /** What of the packages that those load is deployed. */
  readonly deployed: readonly string[];
}

/** More modules than this are not followed. */
const maxModules = 3000;

/**
 * Follows the imports from a handler through the files that are deployed, without running any, up to packages that
 * were measured.
 *
 * @param roots folders on the search path, the function's own first
 */
export async function pythonInit(handler: string, roots: readonly string[]): Promise<PythonInit> {
  const folders = await Promise.all(roots.map(async (root) => ({ root, names: await namesIn(root) })));
  const own = handlerModule(handler)?.replaceAll("/", ".") ?? "";
  const seen = new Set<string>();
  const measured = new Set<string>();
  let bytes = 0;
  const waiting = withParents(own);
  for (let module = waiting.pop(); module !== undefined && seen.size < maxModules; module = waiting.pop()) {
    if (seen.has(module)) continue;
    seen.add(module);
    const [top = ""] = module.split(".");
    const at = folders.filter(({ names }) => isIn(names, top));
    const isOwnFile = at[0]?.root === roots[0] && at[0]?.names.has(`${top}.py`) === true;
    const name = isOwnFile ? undefined : measuredImportOf(module);
    if (name !== undefined) {
      measured.add(name);
      continue;
    }
    const found = at[0] && (await sourceOf(at[0].root, module));
    if (!found) continue;
    bytes += Buffer.byteLength(found.text);
    const { imports, makesAwsClient } = pythonModule(found.text);
    const named = imports.flatMap((each) => modulesOf(each, found.isPackage ? `${module}.` : module));
    waiting.push(...named);
    if (makesAwsClient) measured.add(awsClient);
  }
  const imports = [...measured].sort();
  const parts = new Set(imports.flatMap(partsOf));
  const deployed = [...parts].filter((part) => folders.some(({ names }) => isIn(names, part))).sort();
  return { bytes, imports, deployed };
}

/** The modules that an import may load. What is taken from a module may be one or not: there may be no such file. */
function modulesOf({ module, names, level }: PythonImport, importer: string): string[] {
  const from = level === 0 ? [] : importer.split(".").slice(0, -level);
  const whole = [...from, ...(module === "" ? [] : [module])].join(".");
  if (whole === "") return names.flatMap(withParents);
  const measured = measuredImportOf(whole);
  const deeper = names.map((name) => `${whole}.${name}`);
  // Of a package that was measured only modules that were, too.
  return [
    ...withParents(whole),
    ...deeper.filter((name) => measured === undefined || measuredImportOf(name) !== measured),
  ];
}

function isIn(names: ReadonlySet<string>, top: string): boolean {
  return names.has(top) || names.has(`${top}.py`);
}

/** `a`, `a.b` and `a.b.c`: a module's packages are loaded before it. */
function withParents(module: string): string[] {
  const parts = module.split(".");
  return parts.map((_part, index) => parts.slice(0, index + 1).join("."));
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []));
}

/** Undefined for what is no source: a package without `__init__.py`, or a library. */
async function sourceOf(root: string, module: string): Promise<{ text: string; isPackage: boolean } | undefined> {
  const path = join(root, ...module.split("."));
  const text = await textOf(join(path, "__init__.py"));
  if (text !== undefined) return { text, isPackage: true };
  const plain = await textOf(`${path}.py`);
  return plain === undefined ? undefined : { text: plain, isPackage: false };
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch(() => undefined);
}
