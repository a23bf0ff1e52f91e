import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { DebuggerAddress } from "../engine/debug-wait.ts";

export interface DebugRelayObserver {
  /** Somebody is attached. */
  onAttached(): void;
  /** Nobody is any more. */
  onLeft(): void;
}

/** Stands in front of a debugger's port and hands everything on both ways, so that the runner knows who is there. */
export class DebugRelay {
  readonly #server: Server;
  readonly #debugger: DebuggerAddress;
  readonly #observer: DebugRelayObserver;
  readonly #sockets = new Set<Socket>();
  #clients = 0;

  private constructor(server: Server, address: DebuggerAddress, observer: DebugRelayObserver) {
    this.#server = server;
    this.#debugger = address;
    this.#observer = observer;
  }

  /** @throws Error of `listen` */
  static async open(address: DebuggerAddress, observer: DebugRelayObserver): Promise<DebugRelay> {
    const server = createServer({ noDelay: true });
    const relay = new DebugRelay(server, address, observer);
    server.on("connection", (client) => relay.#join(client));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return relay;
  }

  /** Where clients attach. */
  get address(): DebuggerAddress {
    const { port } = this.#server.address() as AddressInfo;
    return { ...this.#debugger, host: "127.0.0.1", port };
  }

  /** Everybody is cut off. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket): void {
    const { host, port } = this.#debugger;
    const server = connect({ host, port, noDelay: true });
    this.#clients++;
    this.#observer.onAttached();
    client.pipe(server);
    server.pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.once("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.once("close", () => {
      if (--this.#clients === 0 && this.#server.listening) this.#observer.onLeft();
    });
  }
}
