import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { attachBriefly } from "./attach-briefly.ts";

interface Request {
  readonly seq: number;
  readonly command: string;
}

test("a debugger is left once its program goes on", async (t) => {
  const asked: string[] = [];
  const goesOn = Promise.withResolvers<undefined>();
  const address = await adapter(t, ({ command }) => {
    asked.push(command);
    if (command === "configurationDone") goesOn.resolve(undefined);
    return true;
  });
  await attachBriefly(address, goesOn.promise);
  assert.deepEqual(asked, ["initialize", "attach", "configurationDone", "disconnect"]);
});

test("a debugger that is not yet rid of another client is asked again", async (t) => {
  let refusals = 2;
  const goesOn = Promise.withResolvers<undefined>();
  const address = await adapter(t, ({ command }) => {
    if (command === "configurationDone") goesOn.resolve(undefined);
    return command !== "attach" || refusals-- === 0;
  });
  await attachBriefly(address, goesOn.promise);
  assert.equal(refusals, -1);
});

test("a debugger that refuses is left alone once its program goes on by itself", async (t) => {
  const goesOn = Promise.withResolvers<undefined>();
  const address = await adapter(t, ({ command }) => {
    if (command === "attach") goesOn.resolve(undefined);
    return command !== "attach";
  });
  await attachBriefly(address, goesOn.promise);
});

/** A debugger that does as told, and wants to be configured by whom it lets attach. */
async function adapter(t: TestContext, allows: (request: Request) => boolean) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      for (const [text] of String(chunk).matchAll(/\{.*?\}(?=Content-Length|$)/gs)) {
        const { seq, command } = JSON.parse(text) as Request;
        const success = allows({ seq, command });
        say(socket, { type: "response", request_seq: seq, command, success });
        if (command === "attach" && success) say(socket, { type: "event", event: "initialized" });
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port, remoteRoot: "/var/task" };
}

function say(socket: Socket, message: object): void {
  const text = JSON.stringify(message);
  socket.write(`Content-Length: ${String(text.length)}\r\n\r\n${text}`);
}
