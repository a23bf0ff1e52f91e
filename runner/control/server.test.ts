import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ControlServer } from "./server.ts";
import type { ControlService } from "./service.ts";

test("A control channel that can't be opened says where it would be, and what to do", async () => {
  const address = process.platform === "win32" ? "\\\\nowhere\\pipe\\x" : join(tmpdir(), "nowhere", "control.sock");
  const listening = ControlServer.listen(address, {} as ControlService, () => Promise.resolve());
  await assert.rejects(listening, ({ code, message }: Error & { code: string }) => {
    assert.equal(code, "store-unavailable");
    assert.ok(message.startsWith(`The control channel ${address} could not be opened: `));
    assert.match(message, / then start again\.$/);
    return true;
  });
});
