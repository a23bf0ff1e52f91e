import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { usualPortIfFree } from "./usual-port.ts";

test("takes the port while nobody else has it, and any other one then", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  assert.equal(await usualPortIfFree(port), 0);
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await usualPortIfFree(port), port);
});
