import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DidChangeWatchedFilesNotification, type ClientCapabilities, type Connection } from "vscode-languageserver";
import { fileOf } from "./file-of.ts";
import {
  noTraffic,
  readTrafficSettings,
  trafficFileName,
  type TrafficSettings,
} from "../../runner/model/estimate/traffic.ts";

/** The files beside templates that say how often functions are called, each read when it is first needed. */
export class TrafficFiles {
  readonly #connection: Connection;
  readonly #read = new Map<string, TrafficSettings>();

  /** @param onChange one of them was written, or removed */
  constructor(connection: Connection, onChange: () => void) {
    this.#connection = connection;
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#read.delete(fileOf(uri) ?? "");
      onChange();
    });
  }

  async register({ workspace }: ClientCapabilities): Promise<void> {
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [{ globPattern: `**/${trafficFileName}` }];
    await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /** @param template absolute path */
  beside(template: string): TrafficSettings {
    const file = join(dirname(template), trafficFileName);
    const known = this.#read.get(file);
    if (known) return known;
    const traffic = readTrafficFile(file);
    this.#read.set(file, traffic);
    return traffic;
  }
}

/** Nothing for a file that is not there, or that somebody is still writing. */
function readTrafficFile(file: string): TrafficSettings {
  try {
    return readTrafficSettings(JSON.parse(readFileSync(file, "utf8")) as unknown);
  } catch {
    return noTraffic;
  }
}
