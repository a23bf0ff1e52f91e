import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { findRuntime, newestRuntime, runtimesSource, runtimeSupport } from "../runtimes.ts";

/** Reports a runtime that is missing, that Lambda does not know, or whose support ends. */
export function checkRuntime(runtime: string | undefined, range: Range, today: Date, report: Report): void {
  if (runtime === undefined) {
    report({
      code: "runtime-missing",
      severity: "error",
      message: "The function has no Runtime.",
      hint: `Set Runtime, for instance to ${newestRuntime("nodejs", today) ?? "nodejs24.x"}, or PackageType to Image.`,
      range,
    });
    return;
  }
  const info = findRuntime(runtime);
  if (info === undefined) {
    report({
      code: "runtime-unknown",
      severity: "error",
      message: `Lambda has no runtime "${runtime}".`,
      hint: "Correct the name; nodejs24.x, python3.14, java25, dotnet10, ruby4.0 and provided.al2023 are among those it has.",
      range,
      source: runtimesSource,
    });
    return;
  }
  const support = runtimeSupport(info, today);
  if (support === "supported") return;
  const next = newestRuntime(info.family, today);
  const hint =
    next === undefined || support === "preview" ? "Choose a supported runtime to deploy." : `Move to ${next}.`;
  if (support === "preview") {
    const message = `The runtime ${runtime} is announced, not yet released.`;
    report({ code: "runtime-preview", severity: "info", message, hint, range, source: runtimesSource });
  } else if (support === "deprecated") {
    const blocked = info.blockCreate === null ? "" : ` No new functions with it from ${info.blockCreate}.`;
    const message = `The runtime ${runtime} has been deprecated since ${info.deprecation ?? "long ago"}: no more security patches.${blocked}`;
    report({ code: "runtime-deprecated", severity: "warning", message, hint, range, source: runtimesSource });
  } else {
    const since = info.blockCreate === null ? "" : ` since ${info.blockCreate}`;
    const message = `The runtime ${runtime} is retired: Lambda has created no new functions with it${since}.`;
    report({ code: "runtime-retired", severity: "error", message, hint, range, source: runtimesSource });
  }
}
