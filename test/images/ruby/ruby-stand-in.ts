import { managedPaths, type StandIn } from "../stand-in.ts";

/** Debian's Ruby with this project's own Runtime API loop: AWS's client is a gem that no reachable package holds. */
export const rubyStandIn: StandIn = {
  name: "ruby:3.1",
  packages: ["ruby3.1", "libruby3.1"],
  variables: managedPaths,
  async fill(rootfs) {
    await rootfs.copyLinked("/usr/bin/ruby3.1", "/var/lang/bin/ruby");
    await rootfs.copy("/usr/lib/ruby", "/usr/lib/ruby");
    await rootfs.copy(nativeExtensions, nativeExtensions);
    await rootfs.copyLibrariesBelow(nativeExtensions);
    await rootfs.copyText("ruby/bootstrap.rb", "/var/runtime/bootstrap.rb", 0o644);
    await rootfs.copyText("ruby/bootstrap.sh", "/var/runtime/bootstrap", 0o755);
  },
};

const nativeExtensions = "/usr/lib/x86_64-linux-gnu/ruby";
