// Reads {"chat_id", "events"} and prints the browser's state after each event, one JSON line each.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../static/shared/chats.ts", import.meta.url));
const bundle = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { emptyChat, reduce } = await import(`data:text/javascript;base64,${code}`);

const { chat_id, events } = JSON.parse(readFileSync(0, "utf8"));
let state = emptyChat(chat_id);
for (const event of events) {
  const applied = reduce(state, event);
  if (applied.outcome !== "applied") throw new Error(`${event.seq}: ${applied.outcome}`);
  if (reduce(applied.state, event).outcome !== "known") throw new Error("an event must be applied once");
  if (reduce(state, { ...event, seq: event.seq + 1 }).outcome !== "gap") throw new Error("a gap must be seen");
  state = applied.state;
  console.log(JSON.stringify(state));
}
