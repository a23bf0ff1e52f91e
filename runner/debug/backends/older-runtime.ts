/** Whether a runtime such as `python3.7` is of a version before this one. */
export function isOlderThan(runtime: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = runtime
    .replace(/^[a-z]+/, "")
    .split(".")
    .map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
