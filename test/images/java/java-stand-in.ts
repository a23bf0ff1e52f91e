import { join } from "node:path";
import { cachedFolder, inTemporaryFolder } from "../cached-folder.ts";
import { runCommand } from "../run-command.ts";
import { managedPaths, type StandIn } from "../stand-in.ts";

/** What the client, common libraries and a JDWP debugger need; without the desktop modules. */
const modules = [
  "java.instrument",
  "java.management",
  "java.naming",
  "java.net.http",
  "java.sql",
  "jdk.crypto.ec",
  "jdk.jdwp.agent",
  "jdk.management",
  "jdk.unsupported",
  "jdk.zipfs",
];

/** A Java runtime linked from Debian's JDK, with AWS's own runtime interface client. */
export const javaStandIn: StandIn = {
  name: "java:17",
  packages: ["openjdk-17-jdk-headless", "openjdk-17-jre-headless"],
  variables: managedPaths,
  async fill(rootfs, signal) {
    await inTemporaryFolder(async (folder) => {
      const jre = join(folder, "jre");
      const small = ["--no-header-files", "--no-man-pages", "--strip-debug"];
      await runCommand(jlink, [...small, "--add-modules", modules.join(","), "--output", jre], { signal });
      for (const part of ["bin", "conf", "lib", "release"]) await rootfs.copy(join(jre, part), `/var/lang/${part}`);
      await rootfs.copyLibrariesBelow(join(jre, "lib"));
    });
    await rootfs.copy(await copyClient(signal), "/var/runtime/lib");
    await rootfs.copyText("java/bootstrap.sh", "/var/runtime/bootstrap", 0o755);
  },
};

const jlink = "/usr/lib/jvm/java-17-openjdk-amd64/bin/jlink";

/** Resolves to a folder with the client's jar and those it depends on. */
async function copyClient(signal: AbortSignal | undefined): Promise<string> {
  const folder = await cachedFolder("aws-lambda-java-runtime-interface-client-2.9.0", async (draft) => {
    const pom = join(import.meta.dirname, "pom.xml");
    const output = `-DoutputDirectory=${join(draft, "lib")}`;
    await runCommand("mvn", ["-q", "-B", "-f", pom, "dependency:copy-dependencies", output], { signal });
  });
  return join(folder, "lib");
}
