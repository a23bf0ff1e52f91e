/** VS Code's names of the platforms a VSIX is made for, and the package that holds esbuild's program for each. */
export const esbuildPackages = {
  "linux-x64": "@esbuild/linux-x64",
  "linux-arm64": "@esbuild/linux-arm64",
  // esbuild's program for Linux is linked statically: it needs no other one where the C library is musl.
  "alpine-x64": "@esbuild/linux-x64",
  "alpine-arm64": "@esbuild/linux-arm64",
  "darwin-x64": "@esbuild/darwin-x64",
  "darwin-arm64": "@esbuild/darwin-arm64",
  "win32-x64": "@esbuild/win32-x64",
} as const;

export type Target = keyof typeof esbuildPackages;

export const allTargets = Object.keys(esbuildPackages) as Target[];

/** @throws Error on a platform that no VSIX is made for */
export function targetOfThisMachine(): Target {
  const name = `${process.platform}-${process.arch}`;
  const target = allTargets.find((candidate) => candidate === name);
  if (target === undefined) throw new Error(`No VSIX is made for ${name}, only for ${allTargets.join(", ")}.`);
  return target;
}
