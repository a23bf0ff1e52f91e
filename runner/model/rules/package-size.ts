import { limits } from "../limits.ts";
import type { CheckedFunction } from "./checked-template.ts";
import { type TemplateRule } from "./template-rule.ts";

/** Packages that come near to what Lambda unpacks at most. */
export const packageSize: TemplateRule = (template, { facts }) =>
  template.functions.flatMap((fn) => {
    const bytes = facts(fn.logicalId)?.unpackedBytes;
    const { max, source } = limits.unpackedBytes;
    if (bytes === undefined || bytes < max * nearLimit || fn.isImage) return [];
    const share = Math.floor((bytes / max) * 100);
    return [
      {
        code: "package-near-limit" as const,
        message:
          bytes > max
            ? `The code and layers of ${fn.logicalId} take ${megabytes(bytes)} unpacked, more than the ${megabytes(max)} that Lambda allows.`
            : `The code and layers of ${fn.logicalId} take ${megabytes(bytes)} unpacked, ${share}% of the ${megabytes(max)} that Lambda allows.`,
        hint: "Leave out what the function does not import, bundle it, or move to a container image (up to 10 GB).",
        range: codeRange(fn),
        logicalId: fn.logicalId,
        source,
      },
    ];
  });

const nearLimit = 0.8;

function codeRange(fn: CheckedFunction) {
  return fn.own("CodeUri")?.range ?? fn.own("Code")?.range ?? fn.resource.keyRange;
}

/** As AWS counts them: 1 MB is 1024 × 1024 bytes. */
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
