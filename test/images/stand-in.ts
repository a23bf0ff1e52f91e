import type { Rootfs } from "./rootfs.ts";

export const standInNames = [
  "nodejs:24",
  "nodejs:22",
  "python:3.11",
  "java:17",
  "ruby:3.1",
  "provided:al2023",
] as const;

/** Family and version of an image, as in `public.ecr.aws/lambda/<name>`. */
export type StandInName = (typeof standInNames)[number];

/** The recipe of one stand-in, on top of the base system. */
export interface StandIn {
  readonly name: StandInName;
  /** Debian packages of this machine that end up in the image: their versions are part of its identity. */
  readonly packages: readonly string[];
  /** Variables of the image besides those that all of them have. */
  readonly variables: Readonly<Record<string, string>>;
  fill(rootfs: Rootfs, signal: AbortSignal | undefined): Promise<void>;
}

/** `PATH` and `LD_LIBRARY_PATH` of the managed runtimes' images, as recorded from AWS. */
export const managedPaths = {
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
  LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
} as const;
