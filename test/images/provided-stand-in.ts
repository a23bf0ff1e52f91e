import type { StandIn } from "./stand-in.ts";

/** The OS-only image: curl, as Amazon Linux has it, and the function's own bootstrap. */
export const providedStandIn: StandIn = {
  name: "provided:al2023",
  packages: ["curl"],
  variables: {
    PATH: "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LD_LIBRARY_PATH: "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  },
  async fill(rootfs) {
    await rootfs.copyLinked("/usr/bin/curl", "/usr/bin/curl");
    await rootfs.copyText("provided-bootstrap.sh", "/var/runtime/bootstrap", 0o755);
  },
};
