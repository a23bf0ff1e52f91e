import assert from "node:assert/strict";
import { test } from "node:test";
import { detachPacket, withSoftwareBreakpoints } from "./gdb-remote.ts";

test("LLDB is said to understand breakpoints of the stub's", () => {
  const said = Buffer.from("+$qSupported:xmlRegisters=i386,arm,mips,arc;multiprocess+;fork-events+;vfork-events+#2e");
  const expected = "+$qSupported:xmlRegisters=i386,arm,mips,arc;multiprocess+;fork-events+;vfork-events+;swbreak+#83";
  assert.equal(String(withSoftwareBreakpoints(said)), expected);
  assert.equal(String(withSoftwareBreakpoints(Buffer.from(expected))), expected);
});

test("whatever else is said to the stub stays as it is, byte for byte", () => {
  const said = Buffer.from([0x24, 0x58, 0xff, 0x80, 0x23, 0x30, 0x30]);
  assert.equal(withSoftwareBreakpoints(said), said);
});

test("a detaching client's packet has the sum that the protocol's manual gives it", () => {
  assert.equal(detachPacket, "$D#44");
});
