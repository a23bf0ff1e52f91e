import type { Duplex } from "node:stream";

/**
 * Has two streams that stand for one connection end with each other.
 *
 * @param kept has both for as long as they are open
 */
export function endTogether(one: Duplex, two: Duplex, kept: Set<Duplex>): void {
  for (const [stream, other] of [
    [one, two],
    [two, one],
  ] as const) {
    kept.add(stream);
    stream.on("error", () => other.destroy());
    stream.once("close", () => {
      kept.delete(stream);
      other.destroy();
    });
  }
}
