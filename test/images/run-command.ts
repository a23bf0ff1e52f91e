import { execFile } from "node:child_process";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a tool to its end and resolves to its standard output.
 *
 * @throws Error with the tail of what the tool printed when it is missing, fails or is aborted
 */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { cwd, env, signal } = options;
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, ...env }, signal, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else if (error.code === "ENOENT") {
          reject(new Error(`${command} is not installed. ${installHint}`, { cause: error }));
        } else {
          const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-30).join("\n");
          reject(new Error(`${command} ${args.join(" ")} failed:\n${tail}`, { cause: error }));
        }
      },
    );
  });
}

/** The next step when a part of an image or a fixture is not on this machine. */
export const installHint =
  "On Debian, install what the test images need: apt-get install --no-install-recommends $(cat test/images/apt-packages.txt)";
