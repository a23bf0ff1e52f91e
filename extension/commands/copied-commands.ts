export interface CopiedCall {
  /** Of the Lambda API: `http://127.0.0.1:3001` */
  readonly url: string;
  readonly functionName: string;
  /** JSON text, or the absolute path of a file. */
  readonly event: { readonly text: string } | { readonly file: string };
}

/** A line for a POSIX shell that calls a function by the runner's Lambda API. */
export function invokeCommand(tool: "curl" | "aws", { url, functionName, event }: CopiedCall): string {
  const name = encodeURIComponent(functionName);
  if (tool === "curl") {
    const data = "file" in event ? `@${event.file}` : compact(event.text);
    return `curl -sS ${quoted(`${url}/2015-03-31/functions/${name}/invocations`)} --data-binary ${quoted(data)}`;
  }
  const payload = "file" in event ? `fileb://${event.file}` : compact(event.text);
  return [
    `aws lambda invoke --endpoint-url ${quoted(url)} --function-name ${quoted(functionName)}`,
    `--cli-binary-format raw-in-base64-out --payload ${quoted(payload)} /dev/stdout`,
  ].join(" ");
}

/** JSON on one line; what is no JSON as it is. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** In single quotes where a shell would otherwise see more than text. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
