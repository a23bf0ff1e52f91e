import { type FoundSecret, isPlaceholder, secretsIn } from "../../../runner/model/rules/find-secrets.ts";
import type { Finding } from "../../../runner/model/rules/finding.ts";
import type { CodeDocument } from "./check-code.ts";
import { findingIn } from "./code-finding.ts";
import { indexOf } from "./code-index.ts";
import { isWrittenSecret } from "./is-written-secret.ts";
import { namedLiterals } from "./named-literals.ts";
import type { ParsedCode } from "./parse-code.ts";

/** Credentials, keys and tokens that stand in the code as they are; not what only stands for one. */
export function secretInCode(document: CodeDocument): Finding[] {
  const { text } = document;
  const literals = namedLiterals(document.tree);
  const isAwsKeyNear = /(?<!\w)A[KS]IA[A-Z0-9]{16}(?!\w)/.test(text);
  const found = shapesIn(document.tree).filter(({ start, end, what }) => {
    const name = literals.find(({ from, to }) => from <= start && end <= to)?.name ?? "";
    return isShapedSecret(text, start, end, what, isAwsKeyNear || /secret|key|token|cred/i.test(name));
  });
  const shaped = found.map(({ start, end, what }) =>
    findingIn(document, {
      code: "secret-in-code",
      // A private key begins on the line of its title.
      from: what === "a private key" ? text.lastIndexOf("-----BEGIN", start) : start,
      to: end,
      message: `This is ${what}: whoever reads the code, its history or the package has it.`,
      hint,
    }),
  );
  const named = literals.filter(
    ({ name, from, to, isFallback }) =>
      isWrittenSecret(name, text.slice(from, to), isFallback) &&
      !found.some(({ start, end }) => start < to && from < end),
  );
  return [
    ...shaped,
    ...named.map(({ name, from, to }) =>
      findingIn(document, {
        code: "secret-in-code",
        from,
        to,
        message: `${name} holds a secret as plain text: whoever reads the code, its history or the package has it.`,
        hint,
      }),
    ),
  ];
}

/** In strings and comments: the rest of the code holds no secret, and is most of it. */
function shapesIn(parsed: ParsedCode): FoundSecret[] {
  const { language, text } = parsed;
  if (language === "other") return secretsIn(text);
  const pieces: { readonly at: number; readonly from: number }[] = [];
  let joined = "";
  let end = 0;
  for (const node of indexOf(parsed).nodes(...written)) {
    // One within another, and those too short for any of the shapes.
    if (node.from < end || node.to - node.from < shortest) continue;
    end = node.to;
    pieces.push({ at: joined.length, from: node.from });
    joined += `${text.slice(node.from, node.to)}\n`;
  }
  return secretsIn(joined).map((found) => {
    const piece = pieces.findLast(({ at }) => at <= found.start);
    const shift = (piece?.from ?? 0) - (piece?.at ?? 0);
    return { ...found, start: found.start + shift, end: Math.min(found.end + shift, text.length) };
  });
}

const written = ["String", "TemplateString", "FormatString", "LineComment", "BlockComment", "Comment"] as const;
/** `"redis://:pw@a.b"`. */
const shortest = 12;

const hint =
  "Replace it where it is valid, keep the new one in Secrets Manager or Parameter Store, and read it from there at init.";

/** Says no to what has the shape and no meaning: examples of documentation, addresses of local servers, patterns. */
function isShapedSecret(text: string, start: number, end: number, what: string, isNamed: boolean): boolean {
  const secret = text.slice(start, end);
  switch (what) {
    case "the password of an address":
      return !/["'`[\](){}\\|]/.test(secret) && !isLocal(text.slice(end, end + 80));
    case "a private key":
      return secret.replace(/\\n|\s/g, "").length >= 40;
    case "an AWS secret access key":
      return isNamed;
    case "an AWS access key id":
      return new Set(secret).size >= 8;
    case "a JSON Web Token":
      return !isExampleToken(secret);
    case "the address of a Slack webhook":
      return secret.length >= 30 && !/0{6}/.test(secret);
    default:
      return (secret.match(/\d/g)?.length ?? 0) >= 3;
  }
}

/** `@localhost:5432` and `@db/orders`: names without a dot are of machines at hand, such as containers beside it. */
function isLocal(after: string): boolean {
  const host = /^@([^\s:/?#"'`]*)/.exec(after)?.[1] ?? "";
  return !host.includes(".") || /^(?:127\.|0\.0\.0\.0$|host\.docker\.internal$)/.test(host);
}

/** What `jwt.io` shows, and keys that are made to be public. */
function isExampleToken(token: string): boolean {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  return isPlaceholder(payload) || /John Doe|"role":"anon"/.test(payload);
}
