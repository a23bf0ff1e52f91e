import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";

/** How long a bare container took, from the call that creates it. */
export interface BareStart {
  /** To the first byte that its script wrote. */
  readonly readyMs: number;
  /** To the engine's word that it has ended. */
  readonly exitMs: number;
}

const socketPath = (process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock").replace(/^unix:\/\//, "");

/** Creates and starts a container whose interpreter runs one statement, by the engine's own API and nothing else. */
export async function startBareContainer(image: string): Promise<BareStart> {
  const startMs = performance.now();
  const created = await call("POST", "/containers/create", {
    Image: image,
    Entrypoint: ["/var/lang/bin/node", "-e", "process.stdout.write('.')"],
    Cmd: [],
    AttachStdout: true,
    HostConfig: { LogConfig: { Type: "none" } },
  });
  const { Id } = JSON.parse(created) as { Id: string };
  try {
    const output = await attach(Id);
    const ready = once(output, "data").then(() => performance.now() - startMs);
    const exited = call("POST", `/containers/${Id}/wait?condition=next-exit`);
    await call("POST", `/containers/${Id}/start`);
    const readyMs = await ready;
    await exited;
    output.destroy();
    return { readyMs, exitMs: performance.now() - startMs };
  } finally {
    await call("DELETE", `/containers/${Id}?force=1&v=1`);
  }
}

function call(method: string, path: string, body?: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, headers: { "Content-Type": "application/json" } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        if ((response.statusCode ?? 0) < 300) resolve(text);
        else reject(new Error(`${method} ${path}: ${response.statusCode ?? 0} ${text}`));
      });
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function attach(id: string): Promise<Socket> {
  const path = `/containers/${id}/attach?stream=1&stdout=1`;
  const sent = request({ socketPath, method: "POST", path, headers: { Connection: "Upgrade", Upgrade: "tcp" } });
  sent.end();
  const [, socket] = (await once(sent, "upgrade")) as [unknown, Socket];
  return socket;
}
