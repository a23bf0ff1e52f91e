import type Docker from "dockerode";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import type { PrepareProgress } from "../engine.ts";
import { ImageBuilder, type DockerfileSource } from "./build-image.ts";
import { engineFailure, engineMessage, isConnectionLost, statusCodeOf } from "./engine-failure.ts";
import { readEngineEvents } from "./engine-events.ts";
import { chooseImage, imagePlatform } from "./image-choice.ts";
import type { PreparedImage } from "./prepared-image.ts";
import { pullProgress } from "./pull-progress.ts";
import { registryAuth, type RegistryAuthAccess } from "./registry-auth.ts";
import { SharedWork } from "./shared-work.ts";

export interface ImagesOptions {
  readonly docker: Docker;
  /** For messages: `Docker 20.10.24 at /var/run/docker.sock`. */
  readonly engine: string;
  /** Runtime id → image, before AWS's own. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly workspaceId: string;
  readonly platform: NodeJS.Platform;
  readonly registries: RegistryAuthAccess;
}

type Report = (step: PrepareProgress) => void;

interface Prepared {
  readonly image: PreparedImage;
  readonly problems: Problem[];
}

/** The images of functions: chosen, pulled or built when needed, looked at once. */
export class Images {
  readonly #options: ImagesOptions;
  readonly #builder: ImageBuilder;
  readonly #pulls = new SharedWork<PrepareProgress>();
  readonly #prepared = new Map<string, Prepared>();

  constructor(options: ImagesOptions) {
    this.#options = options;
    this.#builder = new ImageBuilder(options);
  }

  /** The image a function was last prepared with, prepared now if it never was. Throws as `prepare`. */
  async imageOf(fn: LambdaFunction, signal: AbortSignal): Promise<PreparedImage> {
    const known = this.#prepared.get(keyOf(fn)) ?? (await this.#prepare(fn, () => undefined, signal));
    return known.image;
  }

  /** Forgets what was found, after the engine said that it is gone. */
  forget(fn: LambdaFunction): void {
    this.#prepared.delete(keyOf(fn));
  }

  /** @throws Failure `image-unavailable`, `build-failed`, `code-missing`, `engine-lost`, `cancelled` */
  async prepare(fn: LambdaFunction, report: Report, signal: AbortSignal): Promise<Problem[]> {
    return (await this.#prepare(fn, report, signal)).problems;
  }

  async #prepare(fn: LambdaFunction, report: Report, signal: AbortSignal): Promise<Prepared> {
    const key = keyOf(fn);
    const known = this.#prepared.get(key);
    // A person may have built the image of an image function anew; a runtime's don't change under our feet.
    if (known !== undefined && fn.packageType === "Zip") return known;
    const choice = chooseImage(fn, this.#options.overrides);
    const prepared =
      choice.kind === "build"
        ? await this.#built(fn, choice.source, report, signal)
        : await this.#pulled(fn, choice.reference, report, signal);
    this.#prepared.set(key, prepared);
    return prepared;
  }

  async #built(fn: LambdaFunction, source: DockerfileSource, report: Report, signal: AbortSignal): Promise<Prepared> {
    const { tag, id } = await this.#builder.build(fn, source, report, signal);
    const known = this.#prepared.get(keyOf(fn));
    if (known?.image.id === id) return known;
    const info = await this.#inspect(id, signal);
    if (info !== undefined) return { image: preparedImage(fn, tag, id, info), problems: [] };
    throw new Failure(
      "image-unavailable",
      `The image just built for ${fn.name} is gone. Invoke it again to rebuild it.`,
    );
  }

  /** Sees to it that an image is there, for the function's architecture if that can be had. */
  async #pulled(fn: LambdaFunction, reference: string, report: Report, signal: AbortSignal): Promise<Prepared> {
    const platform = imagePlatform(fn);
    const here = await this.#inspect(reference, signal);
    if (here !== undefined && isFor(fn, here))
      return { image: preparedImage(fn, reference, reference, here), problems: [] };
    try {
      await this.#pulls.run(
        `${reference} ${platform}`,
        (shared, share) => this.#pull(reference, platform, share, shared),
        report,
        signal,
      );
    } catch (error) {
      // An image that was built here for another architecture is better than none.
      if (signal.aborted || isConnectionLost(error) || here === undefined)
        throw this.#pullFailure(error, reference, signal);
      const problems = [otherArchitecture(fn, reference, here.Architecture)];
      return { image: preparedImage(fn, reference, reference, here), problems };
    }
    const pulled = await this.#inspect(reference, signal);
    if (pulled === undefined) throw this.#pullFailure(new Error("it is not there after the pull"), reference, signal);
    const problems = isFor(fn, pulled) ? [] : [otherArchitecture(fn, reference, pulled.Architecture)];
    return { image: preparedImage(fn, reference, reference, pulled), problems };
  }

  async #inspect(reference: string, signal: AbortSignal): Promise<Docker.ImageInspectInfo | undefined> {
    try {
      return await this.#options.docker.getImage(reference).inspect();
    } catch (error) {
      if (statusCodeOf(error) === 404) return undefined;
      throw engineFailure(error, `look at the image ${reference}`, this.#options.engine, signal);
    }
  }

  async #pull(reference: string, platform: string, report: Report, signal: AbortSignal): Promise<void> {
    const progress = pullProgress(reference);
    const authconfig = await registryAuth(reference, this.#options.registries, signal);
    const stream = await this.#options.docker.pull(reference, {
      platform,
      abortSignal: signal,
      ...(authconfig === undefined ? {} : { authconfig }),
    });
    await readEngineEvents(stream, (event) => {
      const step = progress(event);
      if (step !== undefined) report(step);
    });
  }

  #pullFailure(error: unknown, reference: string, signal: AbortSignal): unknown {
    if (signal.aborted || isConnectionLost(error)) {
      return engineFailure(error, `pull ${reference}`, this.#options.engine, signal);
    }
    return new Failure(
      "image-unavailable",
      `The image ${reference} is not on this machine and could not be pulled: ${engineMessage(error)}. Run "docker pull ${reference}" where there is a network, or name another image with --image.`,
      { cause: error },
    );
  }
}

/** Functions with the same key share an image. */
function keyOf(fn: LambdaFunction): string {
  return fn.packageType === "Zip" ? `${fn.runtime ?? ""} ${fn.architecture}` : `${fn.template} ${fn.logicalId}`;
}

function isFor(fn: LambdaFunction, { Architecture }: Docker.ImageInspectInfo): boolean {
  return `linux/${Architecture}` === imagePlatform(fn);
}

function preparedImage(
  fn: LambdaFunction,
  reference: string,
  id: string,
  info: Docker.ImageInspectInfo,
): PreparedImage {
  // An image without one of these has null here, whatever the types say.
  const config = info.Config as Partial<Record<"Cmd" | "Entrypoint" | "Env", string[] | null>> & { User?: string };
  return {
    reference,
    id,
    digest: info.Id,
    platform: isFor(fn, info) ? imagePlatform(fn) : undefined,
    entryPoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    user: config.User ?? "",
    variables: (config.Env ?? []).map((entry) => entry.slice(0, entry.indexOf("="))),
  };
}

function otherArchitecture(fn: LambdaFunction, reference: string, architecture: string): Problem {
  return {
    code: "image-architecture",
    severity: "warning",
    message: `${fn.name} is for ${fn.architecture}, but ${reference} is an image for ${architecture}.`,
    hint: `Pull or build the image for ${imagePlatform(fn)}, or change Architectures.`,
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
