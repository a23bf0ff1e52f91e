import { environmentCount, failedBuilds, type WorkspaceState } from "../workspace/workspace-state.ts";

/** What the status bar says of the runners of a window; undefined where there is no function. */
export interface RunnerStatusText {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly severity: "none" | "error";
  /** What a click does. */
  readonly command: "pilotlight.startRunner" | "pilotlight.showRunnerOutput" | "workbench.actions.view.problems";
}

export function runnerStatus(states: readonly WorkspaceState[]): RunnerStatusText | undefined {
  const withFunctions = states.filter(({ functions }) => functions.length > 0);
  if (withFunctions.length === 0) return undefined;
  const failed = withFunctions.flatMap(failedBuilds);
  if (failed.length > 0) {
    const names = failed.map(({ name }) => name).join(", ");
    return {
      text: `$(error) Lambda: ${failed.length === 1 ? `${names} does not build` : `${failed.length} builds fail`}`,
      tooltip: `Build failed: ${names}. The last good build serves on.`,
      severity: "error",
      command: "workbench.actions.view.problems",
    };
  }
  const kinds = withFunctions.map(({ runner }) => runner.kind);
  if (kinds.includes("starting")) return quiet("$(loading~spin) Lambda: starting", "The runner is starting.");
  if (kinds.includes("stopping")) return quiet("$(loading~spin) Lambda: stopping", "The runner is stopping.");
  const failure = withFunctions.map(({ runner }) => runner).find((runner) => runner.kind === "failed");
  if (failure) {
    return {
      text: "$(error) Lambda: stopped",
      tooltip: failure.reason,
      severity: "error",
      command: "pilotlight.showRunnerOutput",
    };
  }
  const running = withFunctions.filter(({ runner }) => runner.kind === "running");
  if (running.length === 0) {
    const tooltip = "The runner starts with the first invocation. Click to start it now.";
    return { text: "$(circle-outline) Lambda", tooltip, severity: "none", command: "pilotlight.startRunner" };
  }
  return runningText(running);
}

function runningText(running: readonly WorkspaceState[]): RunnerStatusText {
  const environments = running.reduce((count, state) => count + environmentCount(state), 0);
  const progress = running
    .flatMap(({ activity }) => [...activity.values()])
    .find((each) => each.progress !== undefined);
  const statuses = running.flatMap(({ runner }) => (runner.kind === "running" ? [runner.status] : []));
  const engines = [...new Set(statuses.map(({ engine }) => engine))].join(", ");
  const details = statuses.map(
    ({ lambdaApi, engine, engineDescription }) =>
      `Lambda API \`${lambdaApi}\`\n\n${engine} engine: ${engineDescription}`,
  );
  const count = `${environments} ${environments === 1 ? "environment" : "environments"}`;
  if (progress) return quiet(`$(loading~spin) Lambda: ${progress.progress ?? ""}`, details.join("\n\n"));
  return quiet(`$(pass) Lambda: ${engines}, ${count}`, [`${count} live`, ...details].join("\n\n"));
}

function quiet(text: string, tooltip: string): RunnerStatusText {
  return { text, tooltip, severity: "none", command: "pilotlight.showRunnerOutput" };
}
