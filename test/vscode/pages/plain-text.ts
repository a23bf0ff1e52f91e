/** Text as a person reads it: with ordinary spaces, and without the characters that icons are drawn with. */
export function plainText(text: string): string {
  return text
    .replace(/\u00a0/g, " ")
    .replace(/[\ue000-\uf8ff\u200b-\u200f]/g, "")
    .trim();
}
