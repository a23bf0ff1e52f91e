import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { digest } from "../build/digest.ts";
import { cacheFolder } from "../debug/cache-folder.ts";
import type { Host } from "../host.ts";
import type { Calibration } from "../model/estimate/estimate-input.ts";

/** What a calibration holds for, besides its runtime and engine. */
export interface CalibrationKey extends Pick<Calibration, "runtime" | "engine"> {
  /** As `Engine.description`. */
  readonly engineDescription: string;
  /** As `Engine.identify`. */
  readonly identity: string;
}

interface Content extends CalibrationKey {
  readonly machine: string;
  readonly method: number;
  readonly emptyInitMs: number;
  readonly measuredAt: number;
}

/** Counted up when something else is measured than before: older files then mean nothing. */
const method = 1;

/** Where runners of a user keep them. */
export function calibrationFolder(host: Host): string {
  return join(cacheFolder(host), "calibrations");
}

/** Calibrations in a folder that all runners of a user share, a file each. */
export class CalibrationFiles {
  readonly #folder: string;
  readonly #machine: string;

  constructor(folder: string, machine = thisMachine()) {
    this.#folder = folder;
    this.#machine = machine;
  }

  /** All that hold for this machine; whatever can't be read is as good as not there. */
  async all(): Promise<Calibration[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const contents = await Promise.all(names.filter((name) => name.endsWith(".json")).map((name) => this.#read(name)));
    return contents.flatMap((content) => (content ? [calibrationOf(content)] : []));
  }

  /** The newest of each runtime on each engine. */
  async newest(): Promise<Calibration[]> {
    const newest = new Map<string, Calibration>();
    for (const calibration of (await this.all()).toSorted((a, b) => a.measuredAt - b.measuredAt)) {
      newest.set(`${calibration.engine} ${calibration.runtime}`, calibration);
    }
    return [...newest.values()];
  }

  async find(key: CalibrationKey): Promise<Calibration | undefined> {
    const content = await this.#read(this.#nameOf(key));
    return content && calibrationOf(content);
  }

  /** One that can't be written is measured again by the next runner. */
  async keep(key: CalibrationKey, { emptyInitMs, measuredAt }: Calibration): Promise<void> {
    const content: Content = { ...key, machine: this.#machine, method, emptyInitMs, measuredAt };
    const draft = join(this.#folder, `${randomBytes(8).toString("hex")}.tmp`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`);
      await rename(draft, join(this.#folder, this.#nameOf(key)));
    } catch {
      // A cache on a full or read-only disk is none.
    }
  }

  async #read(name: string): Promise<Content | undefined> {
    const text = await readFile(join(this.#folder, name), "utf8").catch(() => "");
    const content = parse(text);
    return content?.machine === this.#machine && content.method === method ? content : undefined;
  }

  #nameOf({ runtime, engine, engineDescription, identity }: CalibrationKey): string {
    return `${digest([this.#machine, method, runtime, engine, engineDescription, identity].join("\0"))}.json`;
  }
}

/** A home folder may be on several machines. */
function thisMachine(): string {
  const processors = cpus();
  return [hostname(), process.platform, process.arch, processors.length, processors[0]?.model ?? ""].join(" ");
}

function parse(text: string): Content | undefined {
  try {
    const content = JSON.parse(text) as Partial<Content>;
    const { machine, runtime, engine, emptyInitMs, measuredAt } = content;
    const texts = [machine, runtime, engine];
    const isWhole = texts.every((each) => typeof each === "string") && isAmount(emptyInitMs) && isAmount(measuredAt);
    return isWhole ? (content as Content) : undefined;
  } catch {
    return undefined;
  }
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function calibrationOf({ runtime, engine, emptyInitMs, measuredAt }: Content): Calibration {
  return { runtime, engine, emptyInitMs, measuredAt };
}
