import { RunnerClient } from "../control/client.ts";
import { stateFolder } from "../control/state-folder.ts";
import type { RunnerArguments } from "./arguments.ts";
import type { Streams } from "./streams.ts";

/** The workspace's running runner; undefined when there is none, or it serves other templates. Whoever asks disposes. */
export async function findRunner(options: RunnerArguments, { stderr }: Streams): Promise<RunnerClient | undefined> {
  const client = await RunnerClient.find(stateFolder(options.root, options.host));
  if (!client) return undefined;
  const { templates, pid } = await client.status();
  if (!options.templates.every((template) => templates.includes(template))) {
    client.dispose();
    return undefined;
  }
  if (shapesRunner(options)) {
    stderr.write(
      `The workspace's runner (process ${pid}) answers, with the options it was started with; yours about engine and project are not used.\n`,
    );
  }
  return client;
}

function shapesRunner(options: RunnerArguments): boolean {
  const { engine, images, envVarsFile, envFiles, parameterOverrides, passCredentials, profile } = options;
  const tables = [images, parameterOverrides, envFiles];
  return (
    engine !== "auto" ||
    envVarsFile !== undefined ||
    passCredentials ||
    profile !== undefined ||
    tables.some((table) => Object.keys(table).length > 0)
  );
}
