/** What a caller may put where the API wants a function. */
export interface FunctionReference {
  readonly name: string;
  /** Version, alias or `$LATEST`; undefined when the text names none. */
  readonly qualifier: string | undefined;
  readonly region?: string;
  readonly accountId?: string;
}

const name = "[a-zA-Z0-9-_]{1,140}";
const qualifier = "(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
const forms = [
  `arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z]{2,}(?:-[a-z]+)+-\\d+):(?<accountId>\\d{12}):function:(?<name>${name})`,
  `(?<accountId>\\d{12}):function:(?<name>${name})`,
  `function:(?<name>${name})`,
  `(?<name>${name})`,
].map((form) => new RegExp(`^${form}${qualifier}$`));

/**
 * Reads a function's name, partial ARN (`123456789012:function:f`) or full ARN, each with an optional `:qualifier`.
 * Undefined when the text is none of them.
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    const found = groups?.["name"];
    if (groups === undefined || found === undefined) continue;
    const { region, accountId } = groups;
    return {
      name: found,
      qualifier: groups["qualifier"],
      ...(region === undefined ? {} : { region }),
      ...(accountId === undefined ? {} : { accountId }),
    };
  }
  return undefined;
}
