import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DebuggerOffer } from "./debugger-offer.ts";

describe("A debugger of another extension", () => {
  test("is offered once a session, and installed when it is wanted", async () => {
    const { offer, said } = start({ isWanted: true });
    const session = {};
    assert.deepEqual(await Promise.all([offer.canStart("java", session), offer.canStart("java", session)]), [
      true,
      true,
    ]);
    assert.deepEqual(said, [
      'Java is debugged by the extension "Debugger for Java", which is not installed. Until it is, the function runs without stopping.',
      "installs vscjava.vscode-java-debug",
    ]);
  });

  test("is not offered again to whoever does not want it, but in another session", async () => {
    const { offer, said } = start({ isWanted: false });
    const session = {};
    assert.equal(await offer.canStart("java", session), false);
    assert.equal(await offer.canStart("java", session), false);
    assert.equal(said.length, 1);
    assert.equal(await offer.canStart("java", {}), false);
    assert.equal(said.length, 2);
  });

  test("is used as it is where it is there, and VS Code's own debuggers always are", async () => {
    assert.equal(await start({ isInstalled: true }).offer.canStart("java", {}), true);
    const { offer, said } = start({});
    assert.equal(await offer.canStart("pwa-node", {}), true);
    assert.deepEqual(said, []);
  });
});

function start({ isInstalled = false, isWanted = false }): { offer: DebuggerOffer; said: string[] } {
  const said: string[] = [];
  const offer = new DebuggerOffer({
    isInstalled: () => isInstalled,
    ask: (message) => {
      said.push(message);
      return Promise.resolve(isWanted);
    },
    install: (id) => {
      said.push(`installs ${id}`);
      return Promise.resolve();
    },
  });
  return { offer, said };
}
