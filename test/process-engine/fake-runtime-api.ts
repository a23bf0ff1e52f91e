import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** What a runtime posted. */
export interface Post {
  readonly kind: "response" | "error" | "init-error";
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly body: Buffer;
}

/** A Runtime API that a test drives by hand: it hands out events one after the other and keeps what comes back. */
export class FakeRuntimeApi {
  readonly #server: Server;
  readonly #queue: { readonly id: string; readonly event: string; readonly headers: Record<string, string> }[] = [];
  readonly #posts = new Map<string, PromiseWithResolvers<Post>>();
  readonly #initError = Promise.withResolvers<Post>();
  readonly #ready = Promise.withResolvers<undefined>();
  #waiting: ServerResponse | undefined;
  /** Headers of every request for an event. */
  readonly requests: IncomingHttpHeaders[] = [];
  connections = 0;

  private constructor() {
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
    this.#server.on("connection", () => this.connections++);
    this.#server.on("request", (request, response) => void this.#answer(request, response));
  }

  static async listen(host = "127.0.0.1"): Promise<FakeRuntimeApi> {
    const api = new FakeRuntimeApi();
    await new Promise<void>((resolve) => api.#server.listen(0, host, resolve));
    return api;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when the runtime asks for its first event. */
  get ready(): Promise<unknown> {
    return this.#ready.promise;
  }

  get initError(): Promise<Post> {
    return this.#initError.promise;
  }

  /** Hands out an event and resolves to what the runtime answers. `event` is sent as it is when it is a string. */
  invoke(event: unknown, headers: Record<string, string> = {}): Promise<Post> {
    const id = headers["Lambda-Runtime-Aws-Request-Id"] ?? randomUUID();
    this.#queue.push({ id, event: typeof event === "string" ? event : JSON.stringify(event), headers });
    const post = Promise.withResolvers<Post>();
    this.#posts.set(id, post);
    this.#handOut();
    return post.promise;
  }

  /** Ends every connection, as a killed runner does. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , scope, id = "", kind = ""] = (request.url ?? "").split("/");
    if (request.method === "GET") {
      this.requests.push(request.headers);
      this.#waiting = response;
      this.#ready.resolve(undefined);
      this.#handOut();
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { headers, trailers } = request;
    const post = { headers, trailers, body: Buffer.concat(chunks) };
    response.writeHead(202, { "Content-Type": "application/json" }).end('{"status":"OK"}\n');
    if (scope === "init") this.#initError.resolve({ ...post, kind: "init-error" });
    else this.#posts.get(id)?.resolve({ ...post, kind: kind === "error" ? "error" : "response" });
  }

  #handOut(): void {
    if (!this.#waiting) return;
    const next = this.#queue.shift();
    if (!next) return;
    this.#waiting.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": next.id,
      "Lambda-Runtime-Deadline-Ms": String(Date.now() + 3000),
      "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:hello",
      ...next.headers,
    });
    this.#waiting.end(next.event);
    this.#waiting = undefined;
  }
}
