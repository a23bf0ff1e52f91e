/** What tests need besides Node; `test/run.ts` looks for it or makes it, once for all files. */
export const partNames = [
  "container engine",
  "java image",
  "ruby image",
  "go",
  "delve",
  "rust",
  "lldb",
  "java",
  "aws clients",
  "cfn-lint",
  "scaffolded packages",
  "native addon",
  "pnpm",
  "vscode",
] as const;

export type PartName = (typeof partNames)[number];

/** `path` is what the part is about: a code folder, an interpreter; empty where there is nothing to point at. */
export type Part = { readonly path: string } | { readonly missing: string };

export type Parts = Readonly<Record<PartName, Part>>;

/** How `test/run.ts` tells test files what there is: JSON of `Parts`. */
export const partsVariable = "PILOTLIGHT_TEST_PARTS";

export function findPart(name: PartName): Part {
  const text = process.env[partsVariable];
  if (text === undefined)
    return { missing: "run the tests with `npm test` or `node test/run.ts FILE`, which prepares it" };
  return (JSON.parse(text) as Parts)[name];
}

/** For `skip` of a suite: false when all parts are there, else what is missing, said out loud too. */
export function lacking(...names: readonly PartName[]): string | false {
  const missing = names.flatMap((name) => {
    const part = findPart(name);
    return "missing" in part ? [`${name}: ${part.missing}`] : [];
  });
  if (missing.length === 0) return false;
  const text = `SKIPPED for want of ${missing.join("; ")}`;
  console.error(text);
  return text;
}

/** @throws Error for a part that is missing: suites that need it are skipped */
export function pathOf(name: PartName): string {
  const part = findPart(name);
  if ("missing" in part) throw new Error(`${name}: ${part.missing}`);
  return part.path;
}
