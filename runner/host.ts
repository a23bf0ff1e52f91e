import { homedir, tmpdir } from "node:os";

/** The parts of a machine that decide where things are; tests hand in other machines. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly tmp: string;
}

export function thisHost(): Host {
  return { platform: process.platform, env: process.env, home: homedir(), tmp: tmpdir() };
}
