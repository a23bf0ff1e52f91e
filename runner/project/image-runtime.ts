import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodeSource } from "../model/function.ts";
import { allRuntimes } from "../model/runtimes.ts";
import { baseImage } from "./base-image.ts";

/**
 * The runtime in an image function's image: that of AWS's base image that it starts from, under whatever registry's name.
 * Undefined for any other image, and for functions that are none. Never throws.
 */
export async function imageRuntime(code: CodeSource): Promise<string | undefined> {
  if (code.kind === "image") return runtimeOfImage(code.uri);
  if (code.kind !== "dockerfile") return undefined;
  const text = await readFile(join(code.context, code.dockerfile), "utf8").catch(() => "");
  return runtimeOfImage(baseImage(text, code.buildArgs, code.target));
}

/** `public.ecr.aws/lambda/python:3.13-arm64` has `python3.13`, as has `amazon/aws-lambda-python:3.13.2025.11.20.01`. */
function runtimeOfImage(name: string): string | undefined {
  const [, language, tag = ""] = /(?:^|\/)(?:aws-)?lambda[/-](\w+):([^@]+)/.exec(name) ?? [];
  if (language === undefined) return undefined;
  const fitting = allRuntimes.filter(({ image }) => {
    const [ours = "", version = ""] = image.split("/").at(-1)?.split(":") ?? [];
    return ours === language && (tag === version || tag.startsWith(`${version}.`) || tag.startsWith(`${version}-`));
  });
  return fitting.toSorted((one, other) => other.image.length - one.image.length)[0]?.id;
}
