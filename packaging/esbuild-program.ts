import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-fs";

const root = join(import.meta.dirname, "..");

/**
 * Puts `name`, a package with esbuild's program for one platform, into `folder`/node_modules: the one that is
 * installed, or for another platform than this one the one in npm's registry that package-lock.json names.
 *
 * @throws Error when it can't be fetched, or is not what was locked
 */
export async function addEsbuildProgram(name: string, folder: string): Promise<void> {
  const target = join(folder, "node_modules", name);
  const installed = join(root, "node_modules", name);
  if (existsSync(installed)) {
    cpSync(installed, target, { recursive: true });
    return;
  }
  const tarball = fetchLocked(name, folder);
  mkdirSync(target, { recursive: true });
  // All of a package's files are in one folder called `package`.
  const stripped = extract(target, { map: (header) => ({ ...header, name: header.name.replace(/^package\//, "") }) });
  await pipeline(Readable.from([tarball]), createGunzip(), stripped);
}

function fetchLocked(name: string, folder: string): Buffer {
  const { version, integrity } = lockedPackage(name);
  const options = { cwd: folder, encoding: "utf8", shell: process.platform === "win32" } as const;
  const file = execFileSync("npm", ["pack", "--silent", `${name}@${version}`], options).trim();
  const tarball = readFileSync(join(folder, file));
  const actual = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  if (actual !== integrity) {
    throw new Error(`${name}@${version} is ${actual}, and package-lock.json says ${integrity}. Nothing was packaged.`);
  }
  return tarball;
}

function lockedPackage(name: string): { version: string; integrity: string } {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity) throw new Error(`package-lock.json has no version and integrity of ${name}.`);
  return { version, integrity };
}
