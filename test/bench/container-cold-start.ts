import { standInImageMap } from "../images/build-images.ts";
import { startBareContainer, type BareStart } from "./bare-container.ts";
import { coldCalls, type ColdCall } from "./cold-calls.ts";
import { coldFigures } from "./cold-figures.ts";
import type { Figure } from "./figure.ts";
import { percentile } from "./percentile.ts";
import { echo } from "./sample-function.ts";

/** First calls in containers, each beside a bare container of the same image that runs one statement. */
export async function containerColdStart(): Promise<Figure[]> {
  const image = standInImageMap()["nodejs24.x"] ?? "";
  const bare: BareStart[] = [];
  const calls: ColdCall[] = [];
  for await (const call of coldCalls("container", echo)) {
    calls.push(call);
    bare.push(await startBareContainer(image));
  }
  const readyMs = bare.map((start) => start.readyMs);
  return [
    {
      name: "bare container, to its first output",
      value: percentile(readyMs, 50),
      unit: "ms",
      samples: bare.length,
    },
    ...coldFigures(
      "container",
      calls,
      { name: "bare container, create to exit", samplesMs: bare.map((start) => start.exitMs) },
      1.25,
    ),
  ];
}
