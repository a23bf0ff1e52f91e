import type { LocateParams, LocatedFrame, LogLine } from "../runner/control/protocol.ts";

export type LogPlace = Pick<LocatedFrame, "file" | "line" | "column">;

/** Where in the sources the lines of a log were written, as a runner tells. It is asked once for all lines of one place. */
export class LogPlaces {
  readonly #locate: (params: LocateParams) => Promise<LocatedFrame[]>;
  /** By environment, which runs one build. */
  readonly #builds = new Map<string, string>();
  /** By build and frames; a promise until it is known. */
  readonly #known = new Map<string, LogPlace | undefined | Promise<LogPlace | undefined>>();

  /** @param locate may reject: then nobody knows */
  constructor(locate: (params: LocateParams) => Promise<LocatedFrame[]>) {
    this.#locate = locate;
  }

  /** Lines of the environment come from this build. */
  runs(environmentId: string, build: string): void {
    this.#builds.set(environmentId, build);
  }

  /** Undefined where the line comes from no source; a promise, which never rejects, when the runner has to be asked. */
  of({
    functionName,
    environmentId,
    frames,
  }: Pick<LogLine, "functionName" | "environmentId" | "frames">): LogPlace | undefined | Promise<LogPlace | undefined> {
    if (frames === undefined) return undefined;
    const build = this.#builds.get(environmentId) ?? "";
    const key = `${functionName} ${build} ${frames}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const asking = this.#ask({ functionName, build, text: frames }).then((place) => {
      this.#known.set(key, place);
      return place;
    });
    this.#known.set(key, asking);
    return asking;
  }

  async #ask(params: LocateParams): Promise<LogPlace | undefined> {
    try {
      const [first] = await this.#locate(params);
      return first;
    } catch {
      // The runner has gone, which others tell of.
      return undefined;
    }
  }
}
