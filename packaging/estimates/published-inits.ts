import type { Architecture } from "../../runner/model/function.ts";

/** `published-inits.json`: functions whose init duration on AWS somebody published, and what it is here. */
export interface PublishedInits {
  /** ISO day of the local figures. */
  readonly measured: string;
  readonly cases: readonly PublishedInit[];
}

export interface PublishedInit {
  readonly title: string;
  /** Address of the publication. */
  readonly source: string;
  readonly publishedInitMs: number;
  /** Cold starts that the published figure is of; null where it is not said. */
  readonly starts: number | null;
  readonly runtime: string;
  readonly architecture: Architecture;
  /** Packages for npm or pip. */
  readonly install: readonly string[];
  /** What of them is deployed with the function, for an estimate without a run: boto3 comes with AWS's runtime. */
  readonly packages: readonly string[];
  /** The function's one file. */
  readonly handler: string;
  /** Bundled by esbuild, without these packages. */
  readonly bundle?: readonly string[];
  /** CPU time. */
  readonly localInitCpuMs: number;
  readonly localEmptyInitCpuMs: number;
}
