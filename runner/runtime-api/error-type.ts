/**
 * The error type the platform reports for what a runtime put in `Lambda-Runtime-Function-Error-Type`. The payload is
 * passed on untouched either way. Source: AWS's runtime interface emulator, `fatalerror`.
 */
export function reportedErrorType(header: string | undefined): string {
  const type = header ?? "";
  if (/^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(type)) return type;
  return type.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
}
