// Plays what can happen to a page that is under way, and prints what the screen has afterwards.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../static/shared/sync.ts", import.meta.url));
const bundle = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { ChatSync } = await import(`data:text/javascript;base64,${code}`);

const said = (seq, text = `m${seq}`) => ({
  type: "message_posted", chat_id: "A", seq, at: "", text, client_id: null, buttons: [], redactions: [],
  author: { kind: "visitor", id: "", name: "" },
});
const server = { epoch: "e1", log: [1, 2, 3].map((seq) => said(seq)) };
const asked = [];
let meanwhile = () => {};
const sync = new ChatSync("A", async (after) => {
  asked.push(after);
  const page = { epoch: server.epoch, seq: server.log.length, more: false, events: server.log.slice(after) };
  if (after > server.log.length) page.events = [...server.log];
  meanwhile();
  return page;
}, () => {});
const screen = () => ({ texts: sync.state.items.map((item) => item.text), asked: asked.splice(0) });

await sync.catchUp();
const first = screen();
// A live event overtakes the page that was asked for before it.
meanwhile = () => { meanwhile = () => {}; server.log.push(said(4)); sync.hear(server.log[3]); };
await sync.catchUp();
const overtaken = screen();
// A copy from before, without a new epoch: shorter than what we have.
server.log = [said(1), said(2, "other")];
await sync.catchUp();
const shorter = screen();
server.epoch = "e2";
server.log = [said(1, "restored")];
await sync.catchUp();
console.log(JSON.stringify({ first, overtaken, shorter, restored: screen() }));
