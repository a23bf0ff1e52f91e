import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const program = join(import.meta.dirname, "..", "node_modules", "@vscode", "vsce", "vsce");

/**
 * Runs `vsce package` in a folder, by its command line: its API has neither types nor a way to hear of warnings.
 *
 * @throws Error when it fails, and when it warns
 */
export async function runVsce(args: readonly string[], cwd: string): Promise<void> {
  const options = [
    "--allow-missing-repository",
    // There is no address that a relative link could be completed with; VS Code shows what is inside the VSIX.
    "--no-rewrite-relative-links",
    ...args,
  ];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, "package", ...options], { cwd });
  if (/\bWARNING\b/.test(`${stdout}${stderr}`)) throw new Error(`vsce warns:\n${stdout}${stderr}`);
}
