// The connection: the official Socket.IO client, with commands and events typed by the contract.
import { io, type Socket } from "socket.io-client";
import {
  AGENT_EVENT_NAMES, EVENT_NAMES, type AgentCommands, type Answer, type ChatEvent, type ComeBack, type PassingEvents, type VisitorCommands,
} from "./protocol";

const ACK_TIMEOUT_MS = 10_000;

export interface Link<Commands> {
  /** Sends a command and returns its answer; rejects when none came in time. */
  call<Name extends keyof Commands & string>(
    name: Name, fields: Commands[Name] extends { fields: infer Fields } ? Fields : never,
  ): Promise<Answer<Commands[Name] extends { ack: infer Ack } ? Ack : never>>;
  onEvent(heard: (event: ChatEvent) => void): void;
  onPassing<Name extends keyof PassingEvents>(name: Name, heard: (told: PassingEvents[Name]) => void): void;
  /** Ends a wait that the server asked for: somebody has something to say. */
  hurry(): void;
  /** Tries again at once, without waiting for the next try. */
  reconnect(): void;
  onState(changed: (state: "connected" | "connecting" | "refused") => void): void;
  connected(): boolean;
  close(): void;
}

export const connectVisitor = (): Link<VisitorCommands> => connect<VisitorCommands>("/visitor", EVENT_NAMES);
export const connectAgent = (): Link<AgentCommands> => connect<AgentCommands>("/agent", [...EVENT_NAMES, ...AGENT_EVENT_NAMES]);

function connect<Commands>(namespace: string, events: readonly string[]): Link<Commands> {
  const socket: Socket = io(namespace, {
    transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 10_000, randomizationFactor: 1,
  });
  let isClosed = false;
  let comeBack: ReturnType<typeof setTimeout> | undefined;
  const connectNow = (): void => {
    clearTimeout(comeBack);
    comeBack = undefined;
    socket.io.reconnection(true);
    // Ended first: while the library waits for its next try, it does not listen.
    if (!socket.connected && !isClosed) socket.disconnect().connect();
  };
  // Do not wait for the next try when the network is back.
  addEventListener("online", connectNow);
  // The server will stop: whoever is here comes back at another moment, so that not all come at once.
  socket.on("come_back", ({ after_s }: ComeBack) => {
    socket.io.reconnection(false);
    socket.once("disconnect", () => { if (!isClosed) comeBack = setTimeout(connectNow, after_s * 1000); });
  });
  return {
    reconnect: connectNow,
    hurry() { if (comeBack !== undefined) connectNow(); },
    call: (name, fields) =>
      // Never buffered: a command that went out before the chat was joined again would be refused for good.
      socket.connected
        ? socket.timeout(ACK_TIMEOUT_MS).emitWithAck(name, fields)
        : Promise.reject(new Error("not connected")),
    onEvent(heard) { for (const name of events) socket.on(name, heard); },
    onPassing(name, heard) { socket.on(name as string, heard); },
    onState(changed) {
      socket.on("connect", () => changed("connected"));
      socket.on("disconnect", (reason) => {
        // The server closed the socket on purpose: it does not reconnect by itself then.
        if (reason === "io server disconnect") connectNow();
        changed("connecting");
      });
      // Refused by the namespace (a session that has ended), not by the network: trying again changes nothing.
      socket.on("connect_error", () => changed(socket.active ? "connecting" : "refused"));
    },
    connected: () => socket.connected,
    close() {
      isClosed = true;
      clearTimeout(comeBack);
      removeEventListener("online", connectNow);
      socket.close();
    },
  };
}
