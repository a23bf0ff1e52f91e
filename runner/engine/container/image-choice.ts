import { Failure } from "../../model/failure.ts";
import type { CodeSource, LambdaFunction } from "../../model/function.ts";
import { findRuntime } from "../../model/runtimes.ts";

/** Where a function's image comes from. */
export type ImageChoice =
  | { readonly kind: "pull"; readonly reference: string }
  | { readonly kind: "build"; readonly source: CodeSource & { kind: "dockerfile" } };

/**
 * Chooses the image of a function: AWS's own for its runtime unless `overrides` (runtime id → image) names another,
 * or the image function's.
 *
 * @throws Failure `image-unavailable`, `code-missing`
 */
export function chooseImage(fn: LambdaFunction, overrides: Readonly<Record<string, string>>): ImageChoice {
  if (fn.packageType === "Image") return imageOfFunction(fn);
  const runtime = fn.runtime ?? "";
  const reference = overrides[runtime] ?? findRuntime(runtime)?.image;
  if (reference === undefined) {
    throw new Failure(
      "image-unavailable",
      `No container image is known for the runtime "${runtime}" of ${fn.name}. Correct the runtime, or name an image for it with --image ${runtime}=IMAGE.`,
    );
  }
  return { kind: "pull", reference };
}

function imageOfFunction({ name, code }: LambdaFunction): ImageChoice {
  switch (code.kind) {
    case "dockerfile":
      return { kind: "build", source: code };
    case "image":
      return { kind: "pull", reference: code.uri };
    case "elsewhere":
      throw new Failure(
        "code-missing",
        `The image of ${name} is not on this machine: ${code.reason} Set ImageUri to an image that can be pulled, or add Metadata with Dockerfile and DockerContext to build it here.`,
      );
    default:
      throw new Failure(
        "code-missing",
        `${name} is an image function, but its code is a ${code.kind}. Add Metadata with Dockerfile and DockerContext, or set ImageUri.`,
      );
  }
}

/** `linux/amd64`: the platform of Lambda's architecture in the engine's words. */
export function imagePlatform({ architecture }: Pick<LambdaFunction, "architecture">): string {
  return architecture === "arm64" ? "linux/arm64" : "linux/amd64";
}
