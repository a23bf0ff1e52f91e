import type Docker from "dockerode";
import { Failure } from "../../model/failure.ts";
import type { CodeSource, LambdaFunction } from "../../model/function.ts";
import type { PrepareProgress } from "../engine.ts";
import { readBuildContext } from "./build-context.ts";
import { readEngineEvents } from "./engine-events.ts";
import { engineFailure, engineMessage, isConnectionLost, statusCodeOf } from "./engine-failure.ts";
import { packFiles } from "./folder-archive.ts";
import { imagePlatform } from "./image-choice.ts";

export interface ImageBuilderOptions {
  readonly docker: Docker;
  readonly engine: string;
  readonly workspaceId: string;
  readonly platform: NodeJS.Platform;
}

export type DockerfileSource = CodeSource & { kind: "dockerfile" };

export interface BuiltImage {
  readonly tag: string;
  readonly id: string;
}

/** Builds the images of functions from their Dockerfiles, and only when something that goes into them has changed. */
export class ImageBuilder {
  readonly #options: ImageBuilderOptions;
  readonly #built = new Map<string, BuiltImage & { fingerprint: string }>();

  constructor(options: ImageBuilderOptions) {
    this.#options = options;
  }

  /** @throws Failure `build-failed`, `code-missing`, `engine-lost`, `cancelled` */
  async build(
    fn: LambdaFunction,
    source: DockerfileSource,
    report: (step: PrepareProgress) => void,
    signal: AbortSignal,
  ): Promise<BuiltImage> {
    const tag = buildTag(fn, source, this.#options.workspaceId);
    const context = await readContext(fn, source, signal);
    const settings = [source.dockerfile, source.buildArgs, source.target, fn.architecture];
    const fingerprint = `${context.fingerprint} ${JSON.stringify(settings)}`;
    const last = this.#built.get(tag);
    if (last?.fingerprint === fingerprint && (await this.#exists(last.id, signal))) return last;
    const id = await this.#run(fn, source, tag, context.files, report, signal);
    this.#built.set(tag, { tag, id, fingerprint });
    await this.#removeSuperseded();
    return { tag, id };
  }

  async #run(
    fn: LambdaFunction,
    source: DockerfileSource,
    tag: string,
    files: readonly string[],
    report: (step: PrepareProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const { docker, platform, workspaceId, engine } = this.#options;
    let id: string | undefined;
    let log = "";
    try {
      const stream = await docker.buildImage(packFiles(source.context, files, platform), {
        t: tag,
        dockerfile: source.dockerfile.replaceAll("\\", "/"),
        buildargs: { ...source.buildArgs },
        platform: imagePlatform(fn),
        labels: { "pilotlight.workspace": workspaceId },
        rm: true,
        forcerm: true,
        abortSignal: signal,
        ...(source.target === undefined ? {} : { target: source.target }),
      });
      await readEngineEvents(stream, ({ stream: text, aux }) => {
        if (aux?.ID !== undefined) id = aux.ID;
        if (text === undefined) return;
        log += text;
        if (text.trim() !== "") report({ kind: "build", image: tag, text: text.trimEnd() });
      });
    } catch (error) {
      if (signal.aborted || isConnectionLost(error)) throw engineFailure(error, `build ${tag}`, engine, signal);
      throw buildFailure(fn, error, log);
    }
    return id ?? tag;
  }

  /** Every save makes an image; those without a tag and without containers are of no use to anybody. */
  async #removeSuperseded(): Promise<void> {
    const { docker, workspaceId } = this.#options;
    const label = `pilotlight.workspace=${workspaceId}`;
    // Not needed to go on, and asked for again after the next build.
    await docker.pruneImages({ filters: { dangling: ["true"], label: [label] } }).catch(() => undefined);
  }

  async #exists(id: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.docker.getImage(id).inspect();
      return true;
    } catch (error) {
      if (statusCodeOf(error) === 404) return false;
      throw engineFailure(error, `look at the image ${id}`, this.#options.engine, signal);
    }
  }
}

async function readContext(
  fn: LambdaFunction,
  source: DockerfileSource,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<typeof readBuildContext>>> {
  try {
    return await readBuildContext(source.context, source.dockerfile, signal);
  } catch (error) {
    if (signal.aborted) throw engineFailure(error, `build the image of ${fn.name}`, "", signal);
    throw new Failure(
      "code-missing",
      `The build context of ${fn.name} can't be read: ${(error as Error).message}. Correct DockerContext in its Metadata.`,
      { cause: error },
    );
  }
}

/** Of the workspace's own, so that functions of the same name in two workspaces don't take each other's tag. */
function buildTag(fn: LambdaFunction, source: DockerfileSource, workspaceId: string): string {
  const clean = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
  return `pilotlight-${clean(workspaceId)}/${clean(fn.name)}:${source.tag ?? "latest"}`;
}

function buildFailure(fn: LambdaFunction, error: unknown, log: string): Failure {
  const lastLines = log.trimEnd().split("\n").slice(-8).join("\n");
  const message = engineMessage(error);
  const nextStep = /buildkit/i.test(message)
    ? "Build the image yourself with `docker build` and set ImageUri to its tag"
    : "Correct the Dockerfile, or build it with `docker build` to see more";
  return new Failure(
    "build-failed",
    `The image of ${fn.name} could not be built: ${message}.${lastLines === "" ? "" : `\n${lastLines}\n`} ${nextStep}.`,
    { cause: error },
  );
}
