import { join } from "node:path";
import { window, type ExtensionContext } from "vscode";
import { maskSecrets } from "../runner/model/secrets.ts";
import { Boundary } from "./boundary.ts";
import { debugCommands } from "./commands/debug-commands.ts";
import { eventCommands } from "./commands/event-commands.ts";
import { explorerCommands } from "./commands/explorer-commands.ts";
import { invokeCommands } from "./commands/invoke-commands.ts";
import { registerCommands } from "./commands/register-commands.ts";
import { runnerCommands } from "./commands/runner-commands.ts";
import { openMadeProject, scaffoldCommands } from "./commands/scaffold-commands.ts";
import { tuneCommands } from "./commands/tune-commands.ts";
import { sourceCommands } from "./commands/source-commands.ts";
import { Debugging } from "./debug/debugging.ts";
import { showEstimates } from "./estimates/estimates.ts";
import { Explorer } from "./explorer/explorer.ts";
import { Invocations } from "./invoke/invocations.ts";
import { ResultDocuments } from "./invoke/result-documents.ts";
import { UsedEvents } from "./invoke/used-events.ts";
import { FunctionLogs } from "./logs/function-logs.ts";
import { Scope } from "./scope.ts";
import { showProblems } from "./status/diagnostics.ts";
import { showRunnerStatus } from "./status/status-bar.ts";
import { OwnProcesses } from "../runner/control/own-process.ts";
import { TunePanels } from "./tune/tune-panels.ts";
import { tellCrash } from "./workspace/tell-crash.ts";
import { followSettings } from "./workspace/follow-settings.ts";
import { Workspaces } from "./workspace/workspaces.ts";

/** What there is to look at from outside: suites that run inside VS Code read the tree and the state by it. */
export interface ExtensionApi {
  readonly workspaces: Workspaces;
  readonly explorer: Explorer;
  readonly tuning: TunePanels;
}

export function activate(context: ExtensionContext): ExtensionApi {
  const startedAt = performance.now();
  const scope = new Scope();
  context.subscriptions.push(scope);
  const dist = join(context.extensionPath, "dist");
  const output = scope.own(window.createOutputChannel("Lambda Runner", { log: true }));
  const boundary = new Boundary(output);
  const processes = new OwnProcesses(dist);
  const workspaces = scope.own(
    new Workspaces({
      boundary,
      processes,
      // Functions' logs are among what a runner says.
      output: (line) => output.info(maskSecrets(line)),
      onCrash: (workspace, reason) => tellCrash(boundary, workspace, reason, output),
    }),
  );
  const used = new UsedEvents(context.workspaceState);
  const explorer = scope.own(new Explorer(workspaces, join(context.extensionPath, "media")));
  const logs = scope.own(new FunctionLogs(workspaces, boundary));
  const memento = context.globalState;
  const scaffolding = { workspaces, explorer, boundary, contentFolder: join(dist, "scaffold"), memento };
  const invocations = new Invocations(workspaces, scope.own(new ResultDocuments()), used);
  const debugging = scope.own(new Debugging(workspaces, boundary, dist));
  const tuning = scope.own(
    new TunePanels(workspaces, {
      askEvent: (target, isNew) => invocations.eventFor(target, `Tune ${target.fn.name}`, isNew),
      boundary,
      extensionFolder: context.extensionPath,
    }),
  );
  scope.own(showRunnerStatus(workspaces));
  scope.own(showProblems(workspaces));
  scope.own(showEstimates(workspaces, processes, boundary, dist));
  scope.own(followSettings(boundary, workspaces));
  scope.own(
    registerCommands(
      boundary,
      invokeCommands(workspaces, invocations, logs),
      debugCommands(workspaces, debugging, invocations),
      tuneCommands(workspaces, tuning),
      eventCommands(workspaces, used),
      sourceCommands(workspaces),
      runnerCommands(workspaces, output),
      explorerCommands(workspaces, explorer),
      scaffoldCommands(scaffolding),
    ),
  );
  boundary.background("Opening a new project", () => openMadeProject(scaffolding));
  output.debug(`Activated in ${(performance.now() - startedAt).toFixed(1)} ms`);
  return { workspaces, explorer, tuning };
}
