import { Failure } from "../model/failure.ts";

/**
 * Reads SAM's `--parameter-overrides`: `K=V` or `ParameterKey=K,ParameterValue=V`, several in one text when separated by
 * spaces, values in quotes where they hold spaces.
 *
 * @throws Failure `usage` for anything else
 */
export function parseParameterOverrides(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.flatMap(parseText));
}

const value = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|[^\\s"']\\S*|`;
const forms = [
  new RegExp(`\\s*ParameterKey=(?<key>"[^"]+"|'[^']+'|[^\\s,"']+),ParameterValue=(?<value>${value})(?=\\s|$)`, "y"),
  new RegExp(`\\s*(?!Parameter(?:Key|Value)=)(?<key>[A-Za-z0-9_:]+)=(?<value>${value})(?=\\s|$)`, "y"),
];

function parseText(text: string): [string, string][] {
  const whole = /^\s*(?<key>[A-Za-z0-9_:]+)=(?<value>[^=]*)$/.exec(text)?.groups;
  // The shell has taken the quotes of a single pair away already: K=some words.
  if (whole?.["key"] !== undefined && whole["key"] !== "ParameterKey" && !/^\s*["']/.test(whole["value"] ?? "")) {
    return [[whole["key"], (whole["value"] ?? "").trim()]];
  }
  const pairs: [string, string][] = [];
  for (let position = 0; position < text.trimEnd().length;) {
    const match = forms.map((form) => matchAt(form, text, position)).find((found) => found !== null);
    if (match?.groups === undefined) throw unreadable(text);
    pairs.push([unquoted(match.groups["key"] ?? ""), unquoted(match.groups["value"] ?? "")]);
    position += match[0].length;
  }
  return pairs;
}

function matchAt(form: RegExp, text: string, position: number): RegExpExecArray | null {
  form.lastIndex = position;
  return form.exec(text);
}

function unquoted(text: string): string {
  const inner = /^(["'])(.*)\1$/s.exec(text)?.[2];
  return inner === undefined ? text : inner.replace(/\\(["'\\])/g, "$1");
}

function unreadable(text: string): Failure {
  return new Failure(
    "usage",
    `The parameter override "${text}" can't be read. Write Name=value or ParameterKey=Name,ParameterValue=value.`,
  );
}
