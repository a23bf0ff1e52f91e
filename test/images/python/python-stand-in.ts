import { join } from "node:path";
import { cachedFolder } from "../cached-folder.ts";
import { runCommand } from "../run-command.ts";
import { managedPaths, type StandIn } from "../stand-in.ts";

const interpreter = "/usr/bin/python3.11";
const clientVersion = "4.2.2";

/** Debian's CPython with AWS's own runtime interface client. */
export const pythonStandIn: StandIn = {
  name: "python:3.11",
  packages: ["python3.11", "libpython3.11-stdlib"],
  variables: managedPaths,
  async fill(rootfs, signal) {
    await rootfs.copyLinked(interpreter, "/var/lang/bin/python3.11");
    await rootfs.link("/var/lang/bin/python3", "python3.11");
    await rootfs.link("/var/lang/bin/python", "python3.11");
    await rootfs.copy("/usr/lib/python3.11", "/var/lang/lib/python3.11");
    await rootfs.copyLibrariesBelow("/usr/lib/python3.11/lib-dynload");

    const client = await cachedFolder(`awslambdaric-${clientVersion}-python-3.11`, async (draft) => {
      const target = ["--target", join(draft, "site")];
      const quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
      await runCommand(interpreter, ["-m", "pip", "install", ...quiet, ...target, `awslambdaric==${clientVersion}`], {
        signal,
      });
    });
    await rootfs.copy(join(client, "site"), "/var/runtime");
    await rootfs.copyLibrariesBelow(join(client, "site"));
    await rootfs.copyText("python/bootstrap.py", "/var/runtime/bootstrap.py", 0o644);
    await rootfs.copyText("python/bootstrap.sh", "/var/runtime/bootstrap", 0o755);
  },
};
