import { standInImageMap } from "../images/build-images.ts";

export type EngineKind = "process" | "container";

/** What a runner is started with to run functions in this engine, the stand-ins in place of AWS's images. */
export function engineArguments(kind: EngineKind): string[] {
  if (kind === "process") return ["--engine", "process"];
  const images = Object.entries(standInImageMap()).flatMap(([runtime, image]) => ["--image", `${runtime}=${image}`]);
  return ["--engine", "container", ...images];
}
