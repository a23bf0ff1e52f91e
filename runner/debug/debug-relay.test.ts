import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { DebugRelay } from "./debug-relay.ts";

test("a relay hands on what client and debugger say, and knows whether anybody is there", async (t) => {
  const events: string[] = [];
  const left = Promise.withResolvers<undefined>();
  const relay = await DebugRelay.open(await echo(t), {
    onAttached: () => events.push("attached"),
    onLeft: () => {
      events.push("left");
      left.resolve(undefined);
    },
  });
  t.after(() => relay.close());
  const [first, second] = [await client(relay), await client(relay)];
  first.write("one");
  second.write("two");
  assert.equal(String((await once(first, "data"))[0]), "one");
  assert.equal(String((await once(second, "data"))[0]), "two");
  first.destroy();
  second.destroy();
  await left.promise;
  assert.deepEqual(events, ["attached", "attached", "left"]);
});

test("a client that says nothing that a debugger would is none", async (t) => {
  const events: string[] = [];
  const left = Promise.withResolvers<undefined>();
  const relay = await DebugRelay.open(await echo(t), {
    roleOf: (said) => (String(said) === "debugger" ? "debugger" : undefined),
    onAttached: () => events.push("attached"),
    onLeft: () => left.resolve(void events.push("left")),
  });
  t.after(() => relay.close());
  const [silent, curious, real] = [await client(relay), await client(relay), await client(relay)];
  silent.destroy();
  curious.write("who is there?");
  await once(curious, "data");
  curious.destroy();
  assert.deepEqual(events, []);
  real.write("debugger");
  await once(real, "data");
  real.destroy();
  await left.promise;
  assert.deepEqual(events, ["attached", "left"]);
});

test("an onlooker does not count, and is cut off once no debugger is there", async (t) => {
  const events: string[] = [];
  const left = Promise.withResolvers<undefined>();
  const relay = await DebugRelay.open(await echo(t), {
    roleOf: (said) => (String(said) === "debugger" ? "debugger" : "onlooker"),
    onAttached: () => events.push("attached"),
    onLeft: () => left.resolve(void events.push("left")),
  });
  t.after(() => relay.close());
  const [early, late, real] = [await client(relay), await client(relay), await client(relay)];
  for (const [socket, word] of [
    [early, "onlooker"],
    [late, "onlooker"],
    [real, "debugger"],
  ] as const) {
    socket.write(word);
    assert.equal(String((await once(socket, "data"))[0]), word);
  }
  early.destroy();
  await once(early, "close");
  assert.deepEqual(events, ["attached"]);
  const cutOff = once(late, "close");
  real.destroy();
  await Promise.all([left.promise, cutOff]);
  assert.deepEqual(events, ["attached", "left"]);
});

test("a relay that is to be closed hears those out who are there, and cuts them off then", async (t) => {
  const relay = await DebugRelay.open(await echo(t), { onAttached: () => undefined, onLeft: () => undefined });
  t.after(() => relay.close());
  const socket = await client(relay);
  socket.write("in");
  await once(socket, "data");
  relay.closeSoon(100);
  socket.write("still in");
  assert.equal(String((await once(socket, "data"))[0]), "still in");
  await once(socket, "close");
});

test("a relay that is closed cuts everybody off and says of nobody that they left", async (t) => {
  const debuggerAddress = await echo(t);
  const relay = await DebugRelay.open(debuggerAddress, {
    onAttached: () => undefined,
    onLeft: () => assert.fail("it was closed"),
  });
  const socket = await client(relay);
  socket.write("in");
  await once(socket, "data");
  relay.close();
  await once(socket, "close");
});

test("a client is cut off where no debugger listens", async (t) => {
  const relay = await DebugRelay.open(
    { host: "127.0.0.1", port: 1, remoteRoot: "/var/task" },
    { onAttached: () => undefined, onLeft: () => undefined },
  );
  t.after(() => relay.close());
  await once(await client(relay), "close");
});

async function client(relay: DebugRelay): Promise<Socket> {
  const socket = connect(relay.address);
  // Being cut off may look like this, too.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function echo(t: TestContext): Promise<{ host: string; port: number; remoteRoot: string }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port, remoteRoot: "/var/task" };
}
