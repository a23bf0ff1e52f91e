import { secretRules } from "./secret-rules.ts";

/**
 * Replaces what looks like a secret by `****`, and each of the given values wherever it stands. Meant for logs, which
 * people share; the ids and hashes that they search them for stay. A private key is found only in a text that holds its
 * beginning. Takes time in proportion to the text, however long its lines are; masking twice changes nothing more.
 *
 * @param known values to hide in any case; those of less than four characters are left out, since they stand everywhere
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  let masked = withoutKnown(text, known);
  for (const { pattern, isSecret } of secretRules) {
    masked = masked.replace(pattern, (...match: unknown[]) => {
      const [whole] = match as [string];
      const { before = "", secret = whole, after = "" } = groupsOf(match);
      return isSecret?.(secret) === false ? whole : `${before}${mask}${after}`;
    });
  }
  return masked;
}

/** What stands in the place of a secret. */
const mask = "****";

function withoutKnown(text: string, known: readonly string[]): string {
  const values = [...new Set(known)]
    .filter((value) => value.length >= 4 && value !== mask)
    // The longest first, so that one that begins like another goes as a whole.
    .toSorted((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return values.length === 0 ? text : text.replace(new RegExp(values.join("|"), "g"), mask);
}

/** The named groups are the last argument of a replacer, if the pattern has any. */
function groupsOf(match: readonly unknown[]): Partial<Record<"before" | "secret" | "after", string>> {
  const last = match.at(-1);
  return typeof last === "object" && last !== null ? last : {};
}
