/**
 * The module a Node handler names, relative to the code folder: `src/app.handler` → `src/app`. The name ends at the
 * first dot of the last segment, as in the runtime. Undefined when there is no dot.
 *
 * Source: aws-lambda-nodejs-runtime-interface-client, `UserFunction.js`.
 */
export function handlerModule(handler: string): string | undefined {
  const parts = /^(.*\/)?([^./][^./]*|)\.[^/]+$/.exec(handler.replaceAll("\\", "/"));
  const name = parts?.[2];
  return name ? `${(parts[1] ?? "").replace(/^(\.\/)+/, "")}${name}` : undefined;
}
