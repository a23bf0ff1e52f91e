import { readFile, stat } from "node:fs/promises";
import { hostname } from "node:os";

/**
 * Ids under which an engine may know the container this process runs in, likeliest first; empty when nothing hints at
 * a container. Only the engine can tell whether it is one of its own: the process may just as well be in a container
 * of another engine, or in a virtual machine made from an image.
 */
export async function possibleOwnContainerIds(platform: NodeJS.Platform): Promise<string[]> {
  if (platform !== "linux") return [];
  const [mounts, cgroup, ...marks] = await Promise.all([
    readFile("/proc/self/mountinfo", "utf8").catch(() => ""),
    readFile("/proc/self/cgroup", "utf8").catch(() => ""),
    exists("/.dockerenv"),
    exists("/run/.containerenv"),
  ]);
  const ids = containerIdsIn(mounts, cgroup);
  return marks.includes(true) ? [...ids, hostname()] : ids;
}

/** Ids in the mounts an engine makes (`…/containers/<id>/hostname`) and in cgroup paths (`…/docker/<id>`). */
export function containerIdsIn(mountinfo: string, cgroup: string): string[] {
  const inMounts = mountinfo.matchAll(/\/(?:containers|overlay-containers)\/([0-9a-f]{64})\/\S*\s\/etc\/host/g);
  const inCgroup = cgroup.matchAll(/(?:docker|libpod|\/)[-/]?([0-9a-f]{64})(?:\.scope)?/g);
  return [...new Set([...inMounts, ...inCgroup].flatMap((match) => match[1] ?? []))];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
