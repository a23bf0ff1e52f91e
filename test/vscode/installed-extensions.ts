import { cpSync } from "node:fs";
import { join } from "node:path";
import { targetOfThisMachine } from "../../packaging/targets.ts";
import { packageVsix } from "../../packaging/vsix.ts";
import { runVsce } from "../../packaging/vsce.ts";
import { newFolder } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";
import { runCommand } from "../images/run-command.ts";
import { codeServerCommand, codeServerFolder } from "./code-server.ts";

/** Our VSIX and the one that runs suites, installed as users would: once a test file, then copied for each window. */
export class InstalledExtensions {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Packages `dist/` as it is. */
  static async install(scope: Scope): Promise<InstalledExtensions> {
    const folder = newFolder(scope);
    const host = join(folder, "suite-host.vsix");
    const [vsix] = await Promise.all([
      packageVsix(targetOfThisMachine(), folder),
      runVsce(["--out", host, "--no-dependencies", "--skip-license"], join(import.meta.dirname, "host-extension")),
    ]);
    const [node, script] = codeServerCommand(await codeServerFolder());
    const extensions = join(folder, "extensions");
    const place = ["--extensions-dir", extensions, "--user-data-dir", join(folder, "user-data")];
    await runCommand(node, [script, ...place, "--install-extension", vsix, "--install-extension", host], {
      env: { HOME: folder, XDG_CONFIG_HOME: join(folder, "config") },
    });
    return new InstalledExtensions(extensions);
  }

  copyTo(folder: string): void {
    cpSync(this.#folder, folder, { recursive: true });
  }
}
