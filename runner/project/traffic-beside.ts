import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { noTraffic, readTrafficSettings, trafficFileName, type TrafficSettings } from "../model/estimate/traffic.ts";
import { Failure } from "../model/failure.ts";

/**
 * What the files beside templates say of how often functions are called, by template.
 *
 * @throws Failure `usage` for a file that is no JSON
 */
export async function trafficBeside(templates: readonly string[]): Promise<Map<string, TrafficSettings>> {
  const entries = templates.map(async (template): Promise<[string, TrafficSettings]> => {
    const file = join(dirname(template), trafficFileName);
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new Failure("usage", `${file} can't be read: ${String(error)}. Make it readable, or remove it.`);
    });
    return [template, text === undefined ? noTraffic : readTrafficSettings(parsed(text, file))];
  });
  return new Map(await Promise.all(entries));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("usage", `${file} is no JSON: ${reason}. Correct it, or remove it.`, { cause: error });
  }
}
