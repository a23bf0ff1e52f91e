import { stat } from "node:fs/promises";
import path from "node:path";
import type { CodeSource } from "../model/function.ts";
import type { CodeReference } from "../model/template/function-declaration.ts";
import type { Report } from "../model/template/problem-collector.ts";

/** Finds on the disk what a template names, relative to the template. What is missing is reported and kept as `elsewhere`. */
export async function locateCode(reference: CodeReference, template: string, report: Report): Promise<CodeSource> {
  const base = path.dirname(template);
  switch (reference.kind) {
    case "path":
      return locatePath(path.resolve(base, reference.path), reference, report);
    case "dockerfile": {
      const { buildArgs, target, tag } = reference;
      const context = path.resolve(base, reference.context);
      const dockerfile = await findDockerfile(context, base, reference.dockerfile);
      if (dockerfile === undefined) {
        const hint =
          "Create it, or correct Dockerfile and DockerContext in the function's Metadata; the context is relative to the template.";
        return missing(path.resolve(context, reference.dockerfile), "Dockerfile", hint, reference, report);
      }
      return { kind: "dockerfile", context, dockerfile, buildArgs, target, tag };
    }
    case "inline":
      return { kind: "inline", text: reference.text, fileName: reference.fileName };
    case "image":
      return { kind: "image", uri: reference.uri };
    case "elsewhere":
      return { kind: "elsewhere", reason: reference.reason };
  }
}

async function locatePath(absolute: string, reference: CodeReference, report: Report): Promise<CodeSource> {
  const stats = await stat(absolute).catch(() => undefined);
  if (stats?.isDirectory()) return { kind: "folder", path: absolute };
  if (stats === undefined) {
    const hint = "Create it, or correct the path; it is relative to the template.";
    return missing(absolute, "code", hint, reference, report);
  }
  // A jar is a zip file, and what Java builds leave.
  if (/\.(zip|jar)$/i.test(absolute)) return { kind: "zip", path: absolute };
  const reason = `${absolute} is neither a folder nor a zip file.`;
  report({
    code: "code-not-a-package",
    severity: "error",
    message: reason,
    hint: "Name the folder that holds the code, or a .zip file.",
    range: reference.range,
  });
  return { kind: "elsewhere", reason };
}

/** SAM takes the Dockerfile from the context; people also write it relative to the template. */
async function findDockerfile(context: string, base: string, written: string): Promise<string | undefined> {
  for (const candidate of [path.resolve(context, written), path.resolve(base, written)]) {
    const stats = await stat(candidate).catch(() => undefined);
    if (stats?.isFile()) return path.relative(context, candidate).replaceAll("\\", "/");
  }
  return undefined;
}

function missing(absolute: string, what: string, hint: string, reference: CodeReference, report: Report): CodeSource {
  report({
    code: "code-missing",
    severity: "error",
    message: `The ${what} is not there: ${absolute}.`,
    hint,
    range: reference.range,
  });
  return { kind: "elsewhere", reason: `${absolute} does not exist.`, path: absolute };
}
