import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { isExecutable } from "./executable.ts";

/** The program of a custom runtime, or why there is none to run: AWS's own text. */
export type CustomRuntime =
  { readonly kind: "found"; readonly file: string } | { readonly kind: "invalid"; readonly message: string };

/** Where programs are to run. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
}

/**
 * Finds the `bootstrap` of an OS-only runtime in the code, else in the layers, and checks that this machine can
 * execute it. Checked by hand, because the C library would run a file of unknown format as a shell script, where AWS
 * refuses it.
 */
export function findCustomRuntime(
  codeFolder: string,
  layerFolder: string | undefined,
  machine: Machine,
): CustomRuntime {
  const names = machine.platform === "win32" ? ["bootstrap.exe", "bootstrap"] : ["bootstrap"];
  const folders = [
    { folder: codeFolder, onAws: "/var/task" },
    ...(layerFolder === undefined ? [] : [{ folder: layerFolder, onAws: "/opt" }]),
  ];
  for (const { folder, onAws } of folders) {
    const file = names.map((name) => path.join(folder, name)).find((candidate) => existsSync(candidate));
    if (file === undefined) continue;
    const fault = whyNotExecutable(file, machine);
    if (fault === undefined) return { kind: "found", file };
    return { kind: "invalid", message: `fork/exec ${onAws}/bootstrap: ${fault}` };
  }
  return { kind: "invalid", message: "fork/exec /var/task/bootstrap: no such file or directory" };
}

/** Undefined when the file can be executed. */
function whyNotExecutable(file: string, machine: Machine): string | undefined {
  if (!statSync(file).isFile() || !isExecutable(file)) return "permission denied";
  const head = readHead(file);
  if (head.toString("latin1", 0, 2) === "#!") {
    if (machine.platform === "win32") {
      return "exec format error (Windows doesn't run scripts with a #! line: provide bootstrap.exe or use the container engine)";
    }
    // A carriage return at the end of the line belongs to the name, here as on AWS.
    const interpreter = /^#![ \t]*([^ \t\n]*)/.exec(head.toString("utf8"))?.[1] ?? "";
    return existsSync(interpreter) ? undefined : "no such file or directory";
  }
  return canExecute(head, machine) ? undefined : formatError(head, machine);
}

function readHead(file: string): Buffer {
  const head = Buffer.alloc(256);
  const descriptor = openSync(file, "r");
  try {
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

const elfMagic = 0x7f454c46;

function canExecute(head: Buffer, { platform, arch }: Machine): boolean {
  if (head.length < 20) return false;
  if (platform === "win32") return head.toString("latin1", 0, 2) === "MZ";
  // Mach-O, 64 bit, little endian or universal.
  if (platform === "darwin") return [0xcffaedfe, 0xcafebabe].includes(head.readUInt32BE(0));
  if (head.readUInt32BE(0) !== elfMagic) return false;
  const built = elfArchitecture(head);
  return built === arch || (built !== undefined && isEmulated(built));
}

function formatError(head: Buffer, machine: Machine): string {
  const isForLinux = head.length >= 20 && head.readUInt32BE(0) === elfMagic;
  if (!isForLinux || machine.platform === "linux") return "exec format error";
  return "exec format error (it is a Linux program: use the container engine, or build it for this machine)";
}

/** `e_machine` of an ELF header, in Node's names. */
function elfArchitecture(head: Buffer): string | undefined {
  return { 0x3e: "x64", 0xb7: "arm64" }[head.readUInt16LE(18)];
}

/** Whether the kernel hands programs of another architecture to QEMU. */
function isEmulated(arch: string): boolean {
  return existsSync(`/proc/sys/fs/binfmt_misc/qemu-${arch === "x64" ? "x86_64" : "aarch64"}`);
}
