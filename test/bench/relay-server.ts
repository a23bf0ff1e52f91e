/**
 * The shape of a warm call without any of the work: a server that hands each POST to a long-polling process and answers
 * with what that posts back, both plain `node:http`. What is between the echo and this is the price of the Runtime
 * API's two HTTP exchanges; what is between this and a warm call is ours. Prints its address.
 */
import { fork } from "node:child_process";
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const [, , serverUrl] = process.argv;
if (serverUrl === undefined) serve();
else await poll(serverUrl);

function serve(): void {
  let poller: ServerResponse | undefined;
  let caller: ServerResponse | undefined;
  let event: Buffer | undefined;
  const hand = (): void => {
    if (!poller || !event) return;
    answer(poller, event);
    poller = undefined;
    event = undefined;
  };
  const server = createServer({ keepAliveTimeout: 0, noDelay: true }, (request, response) => {
    void read(request).then((body) => {
      if (request.url === "/next") {
        poller = response;
      } else if (request.url === "/response") {
        answer(response, Buffer.from("{}"));
        if (caller) answer(caller, body);
      } else {
        caller = response;
        event = body;
      }
      hand();
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const child = fork(import.meta.filename, [url]);
    process.once("SIGTERM", () => {
      child.kill();
      process.exit();
    });
    console.log(url);
  });
}

async function poll(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    const event = await send("GET", `${url}next`, agent);
    await send("POST", `${url}response`, agent, event);
  }
}

function send(method: string, url: string, agent: Agent, body?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = body ? { "Content-Length": body.length } : {};
    const request = httpRequest(url, { method, agent, headers }, (response) => resolve(read(response)));
    request.once("error", reject);
    request.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
}
