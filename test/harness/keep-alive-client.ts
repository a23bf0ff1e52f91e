import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** The cheapest honest HTTP client: `node:http` on sockets that stay open. */
export class KeepAliveClient implements Disposable {
  readonly #agent: Agent;
  readonly #url: URL;

  /** @param url with the path that is posted to */
  constructor(url: string, maxSockets: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets });
  }

  /** Rejects when the connection fails. */
  post(body: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname: host, port, pathname: path } = this.#url;
      const length = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
      const options = { agent: this.#agent, host, port, path, method: "POST", headers: { ...length, ...headers } };
      const posted = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
        });
      });
      posted.on("error", reject);
      posted.end(body);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
