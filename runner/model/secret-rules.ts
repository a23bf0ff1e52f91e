/** One way that secrets look. */
export interface SecretRule {
  /** What is hidden is its group `secret`, or else the whole; its groups `before` and `after` stay. */
  readonly pattern: RegExp;
  /** What it is by its shape alone: "a private key". Others are secrets only by the name that stands before them. */
  readonly what?: string;
  /** Says no to what only looks like one. */
  readonly isSecret?: (text: string) => boolean;
}

/** A quote, escaped as often as it is in JSON inside of JSON. */
const quote = String.raw`\\{0,7}["']`;
/** Between a name and its value. A bare colon needs a space, since `secret:` is a part of ARNs. */
const separator = String.raw`(?:(?:${quote})?[ \t]{0,3}=>?[ \t]{0,3}|${quote}[ \t]{0,3}:[ \t]{0,3}|:[ \t]{1,3}|:(?=${quote}))`;
/** Names end with these; `tokens`, `secretName` and `PWD` tell no secret. */
const names = [
  "pass(?:word|wd|phrase)",
  "(?<=[_-])pwd",
  "secret",
  "(?:api|access|secret|private|signing|encryption|auth|account|master)[_-]?key",
].join("|");
const tokenNames = "token|session[_-]?id|set-cookie|cookie";

/**
 * Every pattern has its repetitions bounded, or of characters that end it, so that none looks at the same characters
 * again and again.
 */
export const secretRules: readonly SecretRule[] = [
  // A private key, up to its end or to where it was cut off.
  {
    what: "a private key",
    pattern: /(?<before>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)(?<secret>[\w+/=\s\\:,]+(?:-(?!----)[\w+/=\s\\:,]*)*)/g,
  },
  // AWS access key ids, of users and of sessions.
  { what: "an AWS access key id", pattern: /(?<!\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)/g },
  // JSON Web Tokens: their header and payload are JSON objects.
  { what: "a JSON Web Token", pattern: /(?<![\w-])eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/g },
  // GitHub, GitLab, Slack, Stripe, Google, npm and OpenAI-like tokens, which name their kind.
  {
    what: "a token of GitHub or GitLab",
    pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,})/g,
  },
  {
    what: "a token of Slack or Stripe",
    pattern: /(?<!\w)(?:xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{20,}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,})/g,
  },
  { what: "an API key", pattern: /(?<!\w)(?:AIza[\w-]{35,}|npm_[A-Za-z0-9]{36,}|sk-[\w-]{32,})/g },
  { what: "the address of a Slack webhook", pattern: /(?<before>hooks\.slack\.com\/services\/)(?<secret>[\w/]+)/g },
  // AWS secret access keys: 40 characters of base64, and as mixed as chance makes them.
  {
    what: "an AWS secret access key",
    pattern: /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    isSecret: isRandom,
  },
  // What requests prove themselves with: by the header, by the scheme, and AWS's signatures.
  {
    pattern: new RegExp(
      `(?<before>authorization${separator}(?:${quote})?(?:AWS4-HMAC-SHA256 Credential=|(?:basic|bearer|digest|token|apikey) )?)(?<secret>[^\\s"'\\\\,;]+)`,
      "gi",
    ),
    isSecret: isValue,
  },
  { pattern: /(?<before>\bbearer )(?<secret>[\w.~+/=-]{20,})/gi },
  { pattern: /(?<before>\b(?:x-amz-)?signature=)(?<secret>[0-9a-f]{64}\b)/gi },
  // The password of an address: postgres://user:password@host.
  {
    what: "the password of an address",
    pattern: /(?<before>:\/\/[^\s:/@]{0,256}:)(?<secret>[^\s/@]{1,256})(?<after>@)/g,
  },
  // What a name calls a secret: in quotes up to the quote that ends it, else up to what can't be a part of it.
  {
    pattern: new RegExp(
      `(?<before>(?:${names}|${tokenNames})${separator}(?<quote>${quote}))(?<secret>(?:(?!\\k<quote>)[^\\r\\n]){1,4096})(?<after>\\k<quote>)`,
      "gi",
    ),
    isSecret: isValue,
  },
  {
    pattern: new RegExp(`(?<before>(?:${names})${separator})(?<secret>[^\\s"'\\\\,;&{[(<][^\\s"'\\\\,;&]*)`, "gi"),
    isSecret: isValue,
  },
  // Of a token's name one reads in errors, too: "Unexpected token: }".
  {
    pattern: new RegExp(
      `(?<before>(?:${tokenNames})${separator})(?<secret>[^\\s"'\\\\,;&{[(<][^\\s"'\\\\,;&]{7,})`,
      "gi",
    ),
    isSecret: isValue,
  },
];

function isValue(text: string): boolean {
  return !/^(?:null|none|undefined|true|false|nil)[)}\]]*$/i.test(text);
}

/** Neither a hash in hex, nor a path, nor a long name. */
function isRandom(text: string): boolean {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
  const slashes = text.split("/").length - 1;
  return isMixed && slashes < 5 && new Set(text).size >= 22;
}
