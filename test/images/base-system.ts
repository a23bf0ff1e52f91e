import type { Rootfs } from "./rootfs.ts";
import { runCommand } from "./run-command.ts";

/** The Debian packages whose files it holds. */
export const basePackages = ["bash-static", "busybox-static", "libc6", "libgcc-s1", "libstdc++6", "zlib1g"];

/**
 * What all of AWS's images have in common: a small Linux with bash, the folders of the contract and the users.
 * The layout follows Amazon Linux: `/bin`, `/lib` and `/lib64` are links into `/usr`, `sh` is bash.
 */
export async function makeBaseSystem(rootfs: Rootfs): Promise<void> {
  for (const folder of ["/usr/bin", "/usr/lib64", "/usr/lib", "/var/lang/bin", "/var/runtime", "/var/task", "/opt"]) {
    await rootfs.makeFolder(folder);
  }
  await rootfs.makeFolder("/tmp", 0o1777);
  for (const [path, target] of systemLinks) await rootfs.link(path, target);

  await rootfs.copy("/bin/bash-static", "/usr/bin/bash");
  await rootfs.link("/usr/bin/sh", "bash");
  await rootfs.copy("/bin/busybox", "/usr/bin/busybox");
  const applets = (await runCommand("/bin/busybox", ["--list"])).trim().split("\n");
  for (const applet of applets) {
    if (!["sh", "bash", "busybox"].includes(applet)) await rootfs.link(`/usr/bin/${applet}`, "busybox");
  }

  for (const library of libraries) await rootfs.copyLinked(`/lib/x86_64-linux-gnu/${library}`, `/usr/lib64/${library}`);

  await rootfs.writeText("/etc/passwd", passwd);
  await rootfs.writeText("/etc/group", group);
  await rootfs.writeText("/etc/nsswitch.conf", "hosts: files dns\n");
  await rootfs.copy("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt");
  await rootfs.copyText("lambda-entrypoint.sh", "/lambda-entrypoint.sh", 0o755);
  await rootfs.copyText("run-interpreter.sh", "/var/runtime/run-interpreter.sh", 0o644);
}

/** Debian's loader searches `/lib/<triplet>`, not `/lib64`; the links let one folder of libraries serve both. */
const systemLinks = [
  ["/bin", "usr/bin"],
  ["/sbin", "usr/bin"],
  ["/usr/sbin", "bin"],
  ["/lib", "usr/lib"],
  ["/lib64", "usr/lib64"],
  ["/usr/lib/x86_64-linux-gnu", "../lib64"],
] as const;

/** What compiled functions, addons and clients expect of any Linux with glibc. */
const libraries = [
  "libdl.so.2",
  "libgcc_s.so.1",
  "libm.so.6",
  "libpthread.so.0",
  "libresolv.so.2",
  "librt.so.1",
  "libstdc++.so.6",
  "libz.so.1",
];

const passwd = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin
sbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin
`;

const group = `root:x:0:
nobody:x:65534:
sbx_user1051:x:990:
`;
