import { readFileSync } from "node:fs";

/** The text of a file, or of what an `https` address answers. */
export async function readPlace(place: string): Promise<string> {
  if (!place.startsWith("https://")) return readFileSync(place, "utf8");
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${place} answered ${response.status}.`);
  return await response.text();
}
