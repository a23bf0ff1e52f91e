import { suite, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { processesIn } from "./chaos/processes.ts";
import { helloProject, processEngine } from "./cli/hello-project.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";

const skip = process.platform === "linux" ? false : "finds processes in /proc";

// A runner that nobody ever holds ends by itself after 60 s.
suite("A debug session that has its runner started", { skip }, () => {
  for (const [moment, reached] of [
    ["starts", runnerProcess],
    ["is ready", (adapter: AdapterClient) => adapter.shown("console", /^Lambda API http:/)],
  ] as const) {
    for (const end of ["closes its streams", "disconnects"] as const) {
      test(`leaves no runner when its client ${end} as that ${moment}`, { timeout: 45_000 }, async (t) => {
        const folder = helloProject(t);
        const adapter = await AdapterClient.start(t, folder);
        await adapter.initializeRequest();
        const launch = { function: "hello", runnerArguments: ["--port=0", ...processEngine] };
        // Nobody is there for an answer.
        adapter.launch(launch).catch(() => undefined);
        await reached(adapter, folder, t.signal);
        if (end === "disconnects") await adapter.disconnect();
        else adapter.closeStreams();
        while (processesIn(folder).length > 0) await delay(50, undefined, { signal: t.signal });
      });
    }
  }
});

/** Resolves when another process than the adapter's is there. */
async function runnerProcess(_: AdapterClient, folder: string, signal: AbortSignal): Promise<void> {
  while (processesIn(folder).length < 2) await delay(5, undefined, { signal });
}
