import { once } from "node:events";
import { connect, createServer, Socket, type AddressInfo, type Server } from "node:net";
import type { Duplex } from "node:stream";
import type { DebuggerAddress } from "../engine/debug-wait.ts";
import type { DebugAdapter } from "./backends/backend.ts";
import { endTogether } from "./end-together.ts";

export interface DebugRelayObserver {
  /**
   * What a client is that says this; undefined when that does not show yet, and this is asked again. An onlooker is there
   * beside a debugger, and does not count. Where this is missing, everybody is a debugger who says something.
   */
  roleOf?(said: Buffer): "debugger" | "onlooker" | undefined;
  /** A debugger is there. */
  onAttached(): void;
  /** None is any more. */
  onLeft(): void;
}

/** Stands in front of a debugger's port and hands everything on both ways, so that the runner knows who is there. */
export class DebugRelay {
  readonly #server: Server;
  readonly #debugger: DebuggerAddress;
  readonly #observer: DebugRelayObserver;
  readonly #connect: () => Duplex;
  readonly #streams = new Set<Duplex>();
  readonly #debuggers = new Set<Socket>();
  readonly #onlookers = new Set<Socket>();

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

  /** Nobody can attach any more. Who has may stay so long, in ms, for the last that their debugger says. */
  closeSoon(graceMs: number): void {
    this.#server.close();
    // A runner that ends waits for nobody.
    for (const stream of this.#streams) if (stream instanceof Socket) stream.unref();
    setTimeout(() => this.close(), graceMs).unref();
  }

  /** What they have stopped would go on for nobody. */
  dropOnlookers(): void {
    for (const onlooker of this.#onlookers) onlooker.destroy();
  }

  /** Everybody is cut off. */
  close(): void {
    this.#server.close();
    for (const stream of this.#streams) stream.destroy();
  }

  #join(client: Socket): void {
    const server = this.#connect();
    client.on("data", (said: Buffer) => this.#hear(client, said));
    client.pipe(server);
    server.pipe(client);
    endTogether(client, server, this.#streams);
  }

  #hear(client: Socket, said: Buffer): void {
    if (this.#debuggers.has(client) || this.#onlookers.has(client)) return;
    const role = this.#observer.roleOf ? this.#observer.roleOf(said) : "debugger";
    if (role === "onlooker") {
      this.#onlookers.add(client);
      client.once("close", () => this.#onlookers.delete(client));
    }
    if (role !== "debugger") return;
    this.#debuggers.add(client);
    this.#observer.onAttached();
    client.once("close", () => {
      this.#debuggers.delete(client);
      if (this.#debuggers.size > 0 || !this.#server.listening) return;
      this.dropOnlookers();
      this.#observer.onLeft();
    });
  }
}
