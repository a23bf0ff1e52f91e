import type { TriedEngine } from "./find-engine.ts";

/**
 * What to tell a person when no container engine answered: every way that was tried with its reason, then the step
 * that is likeliest to help.
 */
export function explainNoEngine(tried: readonly TriedEngine[], platform: NodeJS.Platform): string {
  const list = tried.map(({ name, reason }) => `${name} (${reason})`).join(", ");
  return `No container engine answered. Tried ${list}. To use containers, ${nextStep(tried, platform)}.`;
}

function nextStep(tried: readonly TriedEngine[], platform: NodeJS.Platform): string {
  if (tried.some(({ reason }) => reason === "permission denied")) {
    return platform === "linux"
      ? "join the group that owns the socket (usually `sudo usermod -aG docker $USER`, then log in again)"
      : "give your user access to the engine's socket";
  }
  if (tried.some(({ reason }) => reason === "runs Windows containers")) return "switch Docker to Linux containers";
  const dockerHost = tried.find(({ name, reason }) => name.startsWith("DOCKER_HOST") && reason !== "not set");
  if (dockerHost !== undefined) return "correct or unset DOCKER_HOST, or start the engine it names";
  return platform === "linux" ? "start Docker or Podman" : "start Docker Desktop, or another engine with Docker's API";
}
