import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { BuildOptions } from "esbuild";
import { Failure } from "../../model/failure.ts";
import { digest } from "../digest.ts";
import type { ReadFiles } from "../incremental-builds.ts";
import type { Esbuild } from "../load-esbuild.ts";
import type { StorageUse } from "../storage.ts";
import { fromVendorBundle, withVendored, writeVendorBundle } from "./vendor-bundle.ts";
import { planVendor, type VendorPlan } from "./vendor-plan.ts";

/** A bundle that is to be made, packages included. */
export interface WholeBundle {
  readonly esbuild: Esbuild;
  readonly codeFolder: string;
  readonly options: BuildOptions;
  /** Stands for the options. */
  readonly optionsKey: string;
}

/** The part of a bundle that stands in a file of its own. */
export interface VendoredPart {
  readonly plan: VendorPlan;
  /** Says what the part is made of. */
  readonly key: string;
  /** Has the part's files, which belong beside the bundle's. Shared with other builds: link, don't change. */
  readonly folder: string;
  /** Those of the rest. */
  readonly options: BuildOptions;
}

/** What a build has read, as if all packages were in the bundle itself. */
interface Whole {
  readonly optionsKey: string;
  readonly read: ReadFiles | undefined;
  readonly packages: string;
}

/**
 * Keeps the packages of one function's bundle in a bundle of their own, made once an install. esbuild links all of a
 * bundle at each build: with a client of the AWS SDK that takes some fifty times as long as a handler alone.
 */
export class VendoredPackages {
  #whole: Whole | undefined;
  #part: { readonly of: Whole; readonly plan: VendorPlan | undefined; readonly key: string } | undefined;

  /** After an install. */
  forget(): void {
    this.#whole = undefined;
  }

  /** Whether a bundle of these options was built before. */
  knows(optionsKey: string): boolean {
    return this.#whole?.optionsKey === optionsKey;
  }

  /** Undefined where all belongs into one bundle. */
  async part(bundle: WholeBundle, use: StorageUse, signal: AbortSignal): Promise<VendoredPart | undefined> {
    const whole = this.#whole;
    if (whole?.read === undefined || !this.knows(bundle.optionsKey) || !isDivisible(bundle.options)) return undefined;
    const { esbuild, codeFolder, options, optionsKey } = bundle;
    if (this.#part?.of !== whole) {
      const plan = planVendor(whole.read);
      const key = plan ? describe(plan, codeFolder, [optionsKey, esbuild.version]) : "";
      this.#part = { of: whole, plan, key };
    }
    const { plan, key } = this.#part;
    if (plan === undefined) return undefined;
    try {
      const folder = await use.share("vendors", digest(codeFolder), key, (draft) =>
        writeVendorBundle(esbuild, plan, options, draft, signal),
      );
      return { plan, key, folder, options: fromVendorBundle(plan, whole.read, options) };
    } catch (error) {
      if (error instanceof Failure || !(error instanceof Error && "errors" in error)) throw error;
      // A package has changed under the plan. The whole bundle will say what is wrong, if anything.
      this.#whole = undefined;
      return undefined;
    }
  }

  /**
   * Takes note of a build.
   *
   * @returns what it has read, packages included; undefined when part and rest hold the same module, which then exists
   *   twice: the next `part` will be another
   */
  note(
    optionsKey: string,
    read: ReadFiles | undefined,
    part: VendoredPart | undefined,
  ): { readonly read: ReadFiles | undefined } | undefined {
    const whole = part && read && this.#whole?.read ? withVendored(read, part.plan, this.#whole.read) : read;
    const packages = Object.keys(read ?? {})
      .filter((path) => path.includes("node_modules/") || path.startsWith("pilotlight-packages:"))
      .join("\0");
    // As long as the same packages are in the bundle, the plan stands.
    if (!this.knows(optionsKey) || this.#whole?.packages !== packages) {
      this.#whole = { optionsKey, read: whole, packages };
    }
    const isTwice = part !== undefined && Object.keys(read ?? {}).some((path) => part.plan.files.has(path));
    return isTwice ? undefined : { read: whole };
  }
}

/** Several outputs, or sources that go into every module, have more to them than one file beside the other. */
function isDivisible({ entryPoints, format, inject, alias, preserveSymlinks }: BuildOptions): boolean {
  const isSingle = Object.keys(entryPoints ?? {}).length === 1;
  return isSingle && format !== "iife" && inject === undefined && alias === undefined && preserveSymlinks !== true;
}

/** Changes with everything that decides the part's content: it is kept from one runner to the next. */
function describe({ entries, files }: VendorPlan, codeFolder: string, others: unknown[]): string {
  const states = [...files].map((path) => {
    const stats = statSync(resolve(codeFolder, path), { throwIfNoEntry: false, bigint: true });
    return `${path} ${stats?.mtimeNs} ${stats?.ctimeNs} ${stats?.size}`;
  });
  return digest(JSON.stringify([others, [...entries], states]));
}
