import type Docker from "dockerode";
import type { Readable } from "node:stream";

type DialOptions = Parameters<Docker["modem"]["dial"]>[0];

/** Sends one request of the engine's API that dockerode's own methods don't do justice to. */
function dial(docker: Docker, options: DialOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(options, (error, result) => (error === null ? resolve(result) : reject(error)));
  });
}

/**
 * Makes a container and returns its id, from the image's variant for `platform` where one is given. dockerode's own method puts everything into the URL as well, credentials of
 * the function included, where an engine's log shows them.
 */
export async function createContainer(
  docker: Docker,
  query: { readonly name: string; readonly platform: string | undefined },
  body: Docker.ContainerCreateOptions,
): Promise<string> {
  const result = await dial(docker, {
    path: "/containers/create?",
    method: "POST",
    options: { _query: query.platform === undefined ? { name: query.name } : query, _body: body },
    statusCodes: {
      200: true,
      201: true,
      400: "bad parameter",
      404: "no such image",
      409: "conflict",
      500: "server error",
    },
  });
  return (result as { Id: string }).Id;
}

/**
 * Waits until a container has stopped, or is gone (`removed`), and returns its exit code. Unlike dockerode's own method
 * this rejects when the connection breaks while waiting.
 */
export async function waitForContainer(
  docker: Docker,
  id: string,
  condition: "not-running" | "removed",
): Promise<number> {
  const stream = (await dial(docker, {
    path: `/containers/${id}/wait?`,
    method: "POST",
    isStream: true,
    options: { _query: { condition }, _body: {} },
    statusCodes: { 200: true, 400: "bad parameter", 404: "no such container", 500: "server error" },
  })) as Readable;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return (JSON.parse(Buffer.concat(chunks).toString()) as { StatusCode: number }).StatusCode;
}
