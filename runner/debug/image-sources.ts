import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DebugLanguage } from "../model/debug-language.ts";
import type { LambdaFunction } from "../model/function.ts";
import { baseImage } from "../project/base-image.ts";

/** What a debugger has to know of an image's inside. */
export interface ImageSources {
  /** By the name of what the image is made from; undefined where that tells nothing. */
  readonly language: DebugLanguage | undefined;
  /** Absolute path of the folder on this machine that the image's `/var/task` was made from; undefined where there is none. */
  readonly folder: string | undefined;
}

/**
 * Looks an image function over from outside: which language its base image is for, and where in the build context the
 * handler's module is, for a `COPY src/ ${LAMBDA_TASK_ROOT}` takes it out of its folder. Never throws.
 */
export async function imageSources({ code, imageConfig }: LambdaFunction): Promise<ImageSources> {
  if (code.kind === "image") return { language: languageOfImage(code.uri), folder: undefined };
  if (code.kind !== "dockerfile") return { language: undefined, folder: undefined };
  const text = await readFile(join(code.context, code.dockerfile), "utf8").catch(() => "");
  const handler = imageConfig?.command?.[0] ?? /^\s*CMD\s*\[\s*"([^"]+)"/im.exec(text)?.[1];
  return {
    language: languageOfImage(baseImage(text, code.buildArgs, code.target)),
    folder: (handler === undefined ? undefined : await folderOfModule(code.context, handler)) ?? code.context,
  };
}

function languageOfImage(name: string): DebugLanguage | undefined {
  const last = name.split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  return languagesByImage.get(last);
}

/** By the names of AWS's base images and of the languages' own. */
const languagesByImage: ReadonlyMap<string, DebugLanguage> = new Map([
  ["node", "node"],
  ["nodejs", "node"],
  ["python", "python"],
  ["java", "java"],
  ["ruby", "ruby"],
]);

/** Where below the context the module of a handler such as `handlers/app.main` is found from, if there is just one. */
async function folderOfModule(context: string, handler: string): Promise<string | undefined> {
  const end = `/${handler.split(".")[0] ?? ""}`;
  const files = await readdir(context, { recursive: true }).catch(() => []);
  const folders = files.flatMap((file) => {
    const [, path = ""] = /^(.*)\.([cm]?[jt]s|py|rb)$/.exec(`/${file.replaceAll("\\", "/")}`) ?? [];
    return path.endsWith(end) && !path.includes("/node_modules/") ? [join(context, path.slice(0, -end.length))] : [];
  });
  const [folder, ...others] = new Set(folders);
  return others.length === 0 ? folder : undefined;
}
