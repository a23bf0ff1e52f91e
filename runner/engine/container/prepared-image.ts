/** What starting a container needs to know of its image. */
export interface PreparedImage {
  /** The name it goes by: `public.ecr.aws/lambda/nodejs:24`. */
  readonly reference: string;
  /** What the engine is asked for: the reference, or the id of an image built here. */
  readonly id: string;
  /** `sha256:…` of what it consists of. */
  readonly digest: string;
  /** `linux/arm64`: which of several variants is meant; undefined when the function's is not to be had. */
  readonly platform: string | undefined;
  /** The image's `ENTRYPOINT`. */
  readonly entryPoint: readonly string[];
  /** The image's `CMD`. */
  readonly command: readonly string[];
  /** The image's `USER`; empty when it names none. */
  readonly user: string;
  /** Names of the variables its `ENV` sets. */
  readonly variables: readonly string[];
}
