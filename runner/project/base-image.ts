/**
 * The image that a Dockerfile's last stage, or the one named `target`, starts from, through stages that start from each
 * other. Empty where it can't be told.
 */
export function baseImage(
  dockerfile: string,
  buildArgs: Readonly<Record<string, string>>,
  target: string | undefined,
): string {
  const args = new Map(
    [...dockerfile.matchAll(/^\s*ARG\s+(\w+)=(\S+)/gim)].map(([, name = "", value = ""]) => [name, value]),
  );
  for (const [name, value] of Object.entries(buildArgs)) args.set(name, value);
  const stages = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)].map(
    ([, base = "", name]) => ({ base: base.replace(/\$\{?(\w+)\}?/g, (_, arg: string) => args.get(arg) ?? ""), name }),
  );
  let at = target === undefined ? stages.length - 1 : stages.findIndex(({ name }) => name === target);
  for (;;) {
    const base = stages[at]?.base ?? "";
    const earlier = stages.slice(0, Math.max(at, 0)).findIndex(({ name }) => name === base);
    if (earlier < 0) return base;
    at = earlier;
  }
}
