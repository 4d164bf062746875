// Reads {"chat_id", "events", "for": "agents" or "everyone"} and prints the browser's state after each event, one JSON line each.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const resolveDir = fileURLToPath(new URL("../../static", import.meta.url));
const contents = 'export * from "./shared/chats"; export * from "./console/agent-events";';
const bundle = await build({ stdin: { contents, resolveDir }, bundle: true, format: "esm", write: false });
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { emptyChat, forAgents, reduce: reduceOne } = await import(`data:text/javascript;base64,${code}`);

const { chat_id, events, for: reader } = JSON.parse(readFileSync(0, "utf8"));
const reduce = (state, event) => reduceOne(state, event, reader === "agents" ? forAgents : undefined);
let state = emptyChat(chat_id);
for (const event of events) {
  const applied = reduce(state, event);
  if (applied.outcome !== "applied") throw new Error(`${event.seq}: ${applied.outcome}`);
  if (reduce(applied.state, event).outcome !== "known") throw new Error("an event must be applied once");
  if (reduce(state, { ...event, seq: event.seq + 1 }).outcome !== "gap") throw new Error("a gap must be seen");
  state = applied.state;
  console.log(JSON.stringify(state));
}
