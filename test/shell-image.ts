import { execFile } from "node:child_process";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A tiny stand-in for AWS's images: its "runtime" runs the handler as a line of shell. */
export const shellImage = "pilotlight-test/shell:1";

/** The files of `shellImage`, as a build context. Needs Debian's `busybox-static`. */
export async function writeShellImageContext(folder: string): Promise<void> {
  await copyFile("/bin/busybox", join(folder, "busybox"));
  await writeFile(
    join(folder, "lambda-entrypoint.sh"),
    '#!/bin/busybox sh\n[ $# -eq 1 ] || exit 142\nexport _HANDLER="$1"\nexec sh -c "$1"\n',
  );
  await chmod(join(folder, "lambda-entrypoint.sh"), 0o755);
  await writeFile(
    join(folder, "Dockerfile"),
    [
      "FROM scratch",
      "COPY busybox /bin/busybox",
      'RUN ["/bin/busybox", "mkdir", "-p", "/var/task", "/opt", "/tmp"]',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
      "COPY lambda-entrypoint.sh /lambda-entrypoint.sh",
      "ENV PATH=/bin LAMBDA_TASK_ROOT=/var/task",
      "WORKDIR /var/task",
      'ENTRYPOINT ["/lambda-entrypoint.sh"]',
      "",
    ].join("\n"),
  );
}

/** Builds `shellImage` with the engine that answers. */
export async function buildShellImage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-shell-image-"));
  try {
    await writeShellImageContext(folder);
    await docker(["build", "--quiet", "--tag", shellImage, folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs docker's command line and returns what it printed. */
export async function docker(args: readonly string[]): Promise<string> {
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  const { stdout } = await promisify(execFile)("docker", args, { env });
  return stdout.trim();
}
