import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import { endTogether } from "../end-together.ts";
import type { DebugAdapter } from "./backend.ts";
import { withSoftwareBreakpoints } from "./gdb-remote.ts";

/** LLDB on this machine for a program that a gdbserver holds: one process for each client, which ends with that. */
export class LldbAdapter implements DebugAdapter {
  readonly #program: string;
  readonly #server: Server;
  readonly #clients = new Set<Duplex>();
  readonly #sockets = new Set<Duplex>();

  private constructor(program: string, server: Server) {
    this.#program = program;
    this.#server = server;
  }

  /**
   * @param program absolute path of `lldb-dap`
   * @param gdbserver where it listens
   * @throws Error of `listen`
   */
  static async open(program: string, gdbserver: DebuggerAddress): Promise<LldbAdapter> {
    const server = createServer({ noDelay: true });
    const adapter = new LldbAdapter(program, server);
    server.on("connection", (lldb) => adapter.#join(lldb, gdbserver));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return adapter;
  }

  get target(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  connect(): Duplex {
    const lldb = spawn(this.#program, [], { stdio: ["pipe", "pipe", "ignore"] });
    // Killed, since one that finds the end of its input kills the program as it ends.
    const kill = (): void => void lldb.kill("SIGKILL");
    const client = new Duplex({
      read: () => undefined,
      write: (chunk, _encoding, done) => lldb.stdin.write(chunk, done),
      final: (done) => {
        kill();
        done();
      },
      destroy: (error, done) => {
        kill();
        this.#clients.delete(client);
        done(error);
      },
    });
    this.#clients.add(client);
    client.on("error", () => undefined);
    lldb.on("error", () => client.destroy());
    lldb.stdin.on("error", () => client.destroy());
    lldb.stdout.on("data", (chunk) => client.push(chunk));
    lldb.stdout.once("end", () => client.push(null));
    return client;
  }

  close(): void {
    this.#server.close();
    for (const stream of [...this.#clients, ...this.#sockets]) stream.destroy();
  }

  #join(lldb: Socket, { host, port }: DebuggerAddress): void {
    const gdbserver = connect({ host, port, noDelay: true });
    lldb.on("data", (chunk) => gdbserver.write(withSoftwareBreakpoints(chunk)));
    gdbserver.pipe(lldb);
    endTogether(lldb, gdbserver, this.#sockets);
  }
}
