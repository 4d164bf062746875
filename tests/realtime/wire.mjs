// The official client plays a visitor's story; prints what it was told. Arguments: the server's address, its transports.
import { io } from "socket.io-client";

const [url, transports] = process.argv.slice(2);
const socket = io(`${url}/visitor`, { transports: transports.split(","), reconnection: false, forceNew: true });
const heard = [];
socket.on("message_posted", (event) => heard.push(event));
const ask = (name, fields) => socket.timeout(10_000).emitWithAck(name, fields);
const until = async (true_) => { while (!true_()) await new Promise((done) => setTimeout(done, 10)); };

await new Promise((done, fail) => { socket.on("connect", done); socket.on("connect_error", fail); });
const wanted = transports.split(",").at(-1);
await until(() => socket.io.engine.transport.name === wanted);
const started = await ask("start_chat", { client_id: "s", lang: "en" });
const asked = { chat_id: started.chat_id };
await ask("request_agent", { ...asked, client_id: "a" });
const acks = [];
for (const text of ["Größe <b> 😀", "two", "x".repeat(30_000)]) {
  acks.push(await ask("post_message", { ...asked, client_id: `m-${acks.length}`, text }));
}
const burst = await Promise.all(
  [...Array(50).keys()].map((n) => ask("post_message", { ...asked, client_id: `b-${n}`, text: `b ${n}` })),
);
const refused = await ask("no_such_command", {});
await until(() => heard.filter((event) => event.author.kind === "visitor").length === 53);
const resumed = await ask("resume_chat", { ...asked, token: started.token, after_seq: 0 });
console.log(JSON.stringify({
  heard, acks, refused, log: resumed.events, burst: burst.map((ack) => ack.seq), transport: socket.io.engine.transport.name,
}));
socket.close();
