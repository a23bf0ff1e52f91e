/** CloudFormation's limit is 255; resources named after a function need some of it, and Lambda takes 64. */
const longestName = 64;

/** What is wrong with a new function's logical id, for the person who types it; undefined when it will do. */
export function functionNameProblem(name: string, taken: Iterable<string>): string | undefined {
  if (name === "") return "Give the function a name, such as OrderMailer.";
  if (!/^[A-Za-z]/.test(name)) return `A name starts with a letter, and ${name} does not.`;
  const wrong = /[^A-Za-z0-9]/.exec(name)?.[0];
  if (wrong !== undefined) {
    return `A name has letters and digits only: leave out "${wrong}".`;
  }
  if (name.length > longestName) return `A name has at most ${longestName} characters, and this one ${name.length}.`;
  const rival = [...taken].find((other) => kebabCase(other) === kebabCase(name));
  return rival === undefined ? undefined : `The template has ${rival} already: choose another name.`;
}

/** `order-mailer` for `OrderMailer`. */
export function kebabCase(name: string): string {
  return wordsOf(name).join("-");
}

/** `order_mailer` for `OrderMailer`. */
export function snakeCase(name: string): string {
  return wordsOf(name).join("_");
}

/** `ordermailer` for `OrderMailer`. */
export function flatCase(name: string): string {
  return wordsOf(name).join("");
}

/** `OrderMailer` for `orderMailer`: what classes and types are called after a function. */
export function pascalCase(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Splits where a capital starts a word; `HTTPProxy2` is `http` and `proxy2`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
}
