import { secretRules } from "../secret-rules.ts";

/** A secret in a text, by offsets. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  /** "an AWS access key id". */
  readonly what: string;
}

/** What is a secret by its shape alone, whatever it is called; what stands for a secret in examples is none. */
export function secretsIn(text: string): FoundSecret[] {
  // Most texts are short, and no token is; a password in an address may be.
  if (text.length < shortestToken && !text.includes("://")) return [];
  return secretRules.flatMap(({ pattern, what, isSecret }) =>
    what === undefined
      ? []
      : [...text.matchAll(pattern)].flatMap((match) => {
          const { before = "", secret = match[0] } = match.groups ?? {};
          if (isSecret?.(secret) === false || isPlaceholder(secret) || isWordy(secret, what)) return [];
          const start = match.index + before.length;
          return [{ start, end: start + secret.length, what }];
        }),
  );
}

/**
 * Whether a value is the secret that its name calls it: `DB_PASSWORD` and `hunter2`. A value that names a secret, a path
 * or an address where one is kept, or that only stands for one, is none.
 */
export function isNamedSecret(name: string, value: string): boolean {
  if (!/pass|pwd|secret|key|token|session|cookie|auth/i.test(name)) return false;
  const written = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const isNamed = secretRules.some(({ pattern, what, isSecret }) => {
    if (what !== undefined) return false;
    return [...written.matchAll(pattern)].some(
      ({ 0: whole, groups }) => isSecret?.(groups?.["secret"] ?? whole) !== false,
    );
  });
  if (!isNamed || isPlaceholder(value) || isReference(value)) return false;
  const isPassword = /pass(?:word|wd|phrase)$|pwd$/i.test(name);
  return isPassword ? value.length >= 4 && !/\s/.test(value) : isGenerated(value);
}

/** An access key id, in characters. */
const shortestToken = 20;

/** What people write where a secret would stand: `changeme`, `<token>`, `xxxx`, AWS's own examples, a template's variable. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase();
  return (
    /^(.)\1*$/.test(text) ||
    /[<>]|\$\{|\{\{|^[$%]|^\*|\*\*\*|\.\.\.|…/.test(text) ||
    /example|sample|dummy|placeholder|change.?(?:me|it|this)|replace|your|todo|fixme|fake|xxx|not.?(?:set|used|real)/.test(
      text,
    ) ||
    /1234567890|0123456789|abcdefgh/.test(text) ||
    /^(?:my|the|some|test|local|dev)?[-_ ]?(?:pass(?:word|wd|phrase)?|secret|token|key|test|none|empty|local)?\d{0,3}$/.test(
      text,
    )
  );
}

/** Where a secret is kept, rather than the secret. */
function isReference(value: string): boolean {
  return (
    /^(?:arn:|\/|\.{1,2}\/|https?:|alias\/|ssm:|projects\/|file:|s3:)/.test(value) ||
    /\.(?:pem|json|key|ya?ml|txt|env)$/.test(value)
  );
}

/** Made by a machine: in names that people give, digits stand together. */
function isGenerated(value: string): boolean {
  if (value.length < 12 || /\s/.test(value) || /secret|token|key|pass/i.test(value)) return false;
  return (value.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= 3;
}

/** Chance makes no words: forty characters with one are a path or a name. */
function isWordy(secret: string, what: string): boolean {
  return what === "an AWS secret access key" && /[a-z]{7}|[A-Z]{7}/.test(secret);
}
