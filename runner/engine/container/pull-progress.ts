import type { PrepareProgress } from "../engine.ts";
import type { EngineEvent } from "./engine-events.ts";

/**
 * Adds up the layers of a pull. Returns what is to be called with each event; it answers with the step to show, or
 * undefined when nothing has changed that a person could see.
 */
export function pullProgress(image: string): (event: EngineEvent) => PrepareProgress | undefined {
  const layers = new Map<string, { done: number; total: number }>();
  let lastText = "";
  return ({ id, status, progressDetail }) => {
    if (id !== undefined && status === "Downloading") {
      layers.set(id, { done: progressDetail?.current ?? 0, total: progressDetail?.total ?? 0 });
    }
    const layer = id === undefined ? undefined : layers.get(id);
    if (layer !== undefined && status === "Download complete") layer.done = layer.total;
    const done = sum(layers, "done");
    const total = sum(layers, "total");
    const text =
      total === 0
        ? `Pulling ${image}`
        : done < total
          ? `Pulling ${image}: ${megabytes(done)} of ${megabytes(total)} MB`
          : `Unpacking ${image}`;
    if (text === lastText) return undefined;
    lastText = text;
    return { kind: "pull", image, text, ...(total === 0 ? {} : { done, total }) };
  };
}

function sum(layers: Map<string, { done: number; total: number }>, key: "done" | "total"): number {
  return [...layers.values()].reduce((all, layer) => all + layer[key], 0);
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1e6));
}
