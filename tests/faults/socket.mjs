// Stands in for "socket.io-client" in the bundle: the same client, sent to the tab's server with the tab's cookie, and
// with a ledger of every answer to a text. The ledger is what the server has promised, whatever the product's code
// made of it.
import { io as connect } from "socket.io-client";

const WRITING = ["post_message", "add_note"];

export function io(namespace, options) {
  const { tabOfNow, faster, ledger } = globalThis.people;
  const tab = tabOfNow();
  const socket = connect(tab.url + namespace, {
    ...options,
    forceNew: true,
    // Taken before the people's faster timers were: the heartbeat is the server's.
    useNativeTimers: true,
    reconnectionDelay: faster(1_000),
    reconnectionDelayMax: faster(options.reconnectionDelayMax),
    timeout: faster(20_000) * 2,
    ...(tab.cookie ? { extraHeaders: { Cookie: `chatserver_session=${tab.cookie}` } } : {}),
  });
  tab.sockets.push(socket);
  const timeout = socket.timeout.bind(socket);
  socket.timeout = (ms) => ({
    async emitWithAck(command, fields) {
      const answer = await timeout(faster(ms)).emitWithAck(command, fields);
      if (WRITING.includes(command)) ledger.note(tab, fields, answer);
      return answer;
    },
  });
  socket.onAny((event, told) => ledger.hear(tab, event, told));
  return socket;
}
