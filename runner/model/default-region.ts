/** The region where nobody has set one: of the environment, as AWS's tools read it, else `us-east-1`. */
export function defaultRegion(env: Readonly<Record<string, string | undefined>>): string {
  return env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "us-east-1";
}
