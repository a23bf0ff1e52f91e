/**
 * `Fn::Cidr` for IPv4: the first `count` blocks of `32 - bits` prefix length inside `block`. Undefined when the block is
 * not IPv4 or they don't fit.
 */
export function cidrBlocks(block: string, count: number, bits: number): string[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  if (match === null) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  const isPossible = [a, b, c, d].every((octet) => octet < 256) && prefix <= 32 && bits >= 0 && bits <= 32 - prefix;
  if (!isPossible || !Number.isInteger(count) || count < 1 || count > 256) return undefined;
  const size = 2 ** bits;
  const room = 2 ** (32 - prefix);
  if (count * size > room) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const start = address - (address % room);
  return Array.from({ length: count }, (_unused, index) => {
    const at = start + index * size;
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256);
    return `${octets.join(".")}/${32 - bits}`;
  });
}
