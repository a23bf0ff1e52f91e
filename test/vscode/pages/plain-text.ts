/** Text as a person reads it: with ordinary spaces, and without the characters that icons are drawn with. */
export function plainText(text: string): string {
  return text
    .replace(/\u00a0/g, " ")
    .replace(/[\ue000-\uf8ff\u200b-\u200f]/g, "")
    .trim();
}

/** For finding lines of an editor: their spaces are of the kind that don't break, which a pattern's are not. */
export function anySpace(text: string | RegExp): string | RegExp {
  return typeof text === "string" ? text : new RegExp(text.source.replaceAll(" ", "\\s"), text.flags);
}
