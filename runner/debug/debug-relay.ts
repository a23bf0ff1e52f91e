import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { DebuggerAddress } from "../engine/debug-wait.ts";
import type { DebugAdapter } from "./backends/backend.ts";
import { endTogether } from "./end-together.ts";

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
  readonly #connect: () => Duplex;
  readonly #streams = new Set<Duplex>();
  #clients = 0;

  private constructor(server: Server, address: DebuggerAddress, observer: DebugRelayObserver, connect: () => Duplex) {
    this.#server = server;
    this.#debugger = address;
    this.#connect = connect;
    this.#observer = observer;
  }

  /**
   * @param adapter what stands in for the debugger at `address`, if that does not speak with clients itself
   * @throws Error of `listen`
   */
  static async open(
    address: DebuggerAddress,
    observer: DebugRelayObserver,
    adapter?: Pick<DebugAdapter, "connect" | "target">,
  ): Promise<DebugRelay> {
    const server = createServer({ noDelay: true });
    const { host, port } = address;
    const relay = adapter
      ? new DebugRelay(server, { ...address, target: adapter.target }, observer, () => adapter.connect())
      : new DebugRelay(server, address, observer, () => connect({ host, port, noDelay: true }));
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
    for (const stream of this.#streams) stream.destroy();
  }

  #join(client: Socket): void {
    const server = this.#connect();
    this.#clients++;
    this.#observer.onAttached();
    client.pipe(server);
    server.pipe(client);
    endTogether(client, server, this.#streams);
    client.once("close", () => {
      if (--this.#clients === 0 && this.#server.listening) this.#observer.onLeft();
    });
  }
}
