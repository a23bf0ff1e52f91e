import { textIn } from "./source-properties.ts";
import type { SourceProperties } from "./sample-event.ts";
import { sampleCaller, sampleTraceId } from "./sample-values.ts";

/** A request that a route would take. */
export interface HttpRequest {
  /** `GET`, …; never `ANY`. */
  readonly method: string;
  /** With its parameters filled in. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  readonly queryString: Readonly<Record<string, string>> | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, of methods that send something. */
  readonly body: string | undefined;
}

/** What an API's event source says of its route: `ANY` and `undefined` when it takes everything. */
export interface HttpRoute {
  /** In upper case. */
  readonly method: string;
  /** `/pets/{id}`; undefined for a `$default` route. */
  readonly path: string | undefined;
}

export function routeOf(properties: SourceProperties): HttpRoute {
  const method = textIn(properties, "Method")?.toUpperCase() ?? "ANY";
  const path = textIn(properties, "Path");
  const isAny = method === "*" || method === "X-AMAZON-APIGATEWAY-ANY-METHOD";
  return { method: isAny ? "ANY" : method, path: path === "$default" ? undefined : path };
}

/** The requests to show of a route: of one for every method, what reads and what writes. */
export function requestsOf(route: HttpRoute, host: string): HttpRequest[] {
  const methods = route.method === "ANY" ? ["GET", "POST"] : [route.method];
  return methods.map((method) => requestOf(method, route.path ?? "/", host));
}

function requestOf(method: string, template: string, host: string): HttpRequest {
  const pathParameters: Record<string, string> = {};
  const path = template.replace(/\{([^{}]+?)(\+?)\}/g, (_match, name: string, greedy: string) => {
    const value = greedy === "+" ? "a/b" : valueFor(name);
    pathParameters[name] = value;
    return value;
  });
  const body = sending.has(method) ? JSON.stringify({ name: "sample", quantity: 1 }) : undefined;
  return {
    method,
    path,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : undefined,
    queryString: method === "GET" ? { q: "sample" } : undefined,
    headers: {
      accept: "*/*",
      ...(body === undefined
        ? {}
        : { "content-length": String(Buffer.byteLength(body)), "content-type": "application/json" }),
      host,
      "user-agent": sampleCaller.userAgent,
      "x-amzn-trace-id": sampleTraceId,
      "x-forwarded-for": sampleCaller.address,
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    body,
  };
}

const sending: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/** Ids are numbers more often than not; a name is its own best example. */
function valueFor(name: string): string {
  return /id$/i.test(name) ? "123" : `sample-${name}`;
}
