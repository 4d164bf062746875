// People: visitors and agents who use the product's own browser code (the widget's Chat, the console's Store) in one
// Node process. Takes commands as JSON lines on stdin, answers each with a JSON line on stdout.
import { build } from "esbuild";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Tab, becomeBrowser, faster, stored, tabOfNow } from "./browser.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const wrapper = here("./socket.mjs");
const sources = {
  contents: `
    export { Chat } from "${here("../../static/widget/chat.ts")}";
    export { Store } from "${here("../../static/console/store.ts")}";
    export { startTicking } from "${here("../../static/console/clock.ts")}";
    export { openStorage } from "${here("../../static/shared/storage.ts")}";
  `,
  resolveDir: here("."),
};
const wrapped = {
  name: "socket.io-client by way of the ledger",
  setup(built) {
    built.onResolve({ filter: /^socket\.io-client$/ }, ({ importer }) => (importer === wrapper ? null : { path: wrapper }));
  },
};
const bundle = await build({
  stdin: sources, bundle: true, format: "esm", platform: "node", write: false, plugins: [wrapped], logLevel: "error",
  jsx: "automatic", jsxImportSource: "preact",
  // The transport's CommonJS parts ask for Node's own modules.
  banner: { js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});` },
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const { Chat, Store, openStorage, startTicking } = await import(`data:text/javascript;base64,${code}`);
becomeBrowser();
startTicking();

const tabs = new Map();
let said = [], acked = [], refused = [], passing = [], broken = [];
globalThis.people = {
  tabOfNow, faster,
  ledger: {
    note(tab, { chat_id, client_id }, answer) {
      const entry = { who: tab.name, chat_id, client_id };
      if (answer.ok) acked.push({ ...entry, text: answer.text, seq: answer.seq });
      else refused.push({ ...entry, code: answer.error.code });
    },
    hear(tab, event, told) { if (told?.seq === undefined) passing.push({ who: tab.name, event, told }); },
  },
};
for (const kind of ["uncaughtException", "unhandledRejection"]) {
  process.on(kind, (error) => broken.push(`${kind}: ${error?.stack ?? error}`));
}

const VISITOR_OUTBOX = "chatserver.visitor.outbox";
const outboxOf = (agent) => `chatserver.console.outbox.${agent.me.id}`;

// One generator for each talk, so that a seed gives the same words and pauses again.
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `becomes`: what a text with a secret is known as from then on. */
function say(tab, text, { chat_id, mode, becomes = text } = {}) {
  said.push({ who: tab.name, text: becomes, chat_id: chat_id ?? null });
  tab.run(() => (tab.chat ? tab.chat.say(text) : tab.desk.outgoing.write(chat_id, mode ?? "reply", text)));
}

const items = (state) => state.items.map((item) =>
  item.kind === "event" ? [item.seq, item.event.type, null, null, new Date(item.at).toISOString()]
    : [item.seq, item.kind, item.clientId, item.text, new Date(item.at).toISOString()]);
const shown = (state) => state && {
  chat_id: state.chatId, seq: state.seq, status: state.status, version: state.version, agent: state.agent?.name ?? null,
  items: items(state),
};

function report(tab) {
  return tab.run(() => {
    const talking = tab.talking ?? 0;
    const online = tab.sockets.some((socket) => socket.connected);
    if (tab.chat) {
      const { state, pending } = tab.chat;
      return {
        name: tab.name, kind: "visitor", online, talking, shows: shown(state), pending: pending.length,
        outbox: stored(tab, VISITOR_OUTBOX), failed: pending.filter((letter) => letter.failed),
      };
    }
    const store = tab.desk, room = store.rooms.current.peek();
    const outbox = stored(tab, outboxOf(store));
    return {
      name: tab.name, kind: "agent", online, talking, shows: room ? shown(room.state.peek()) : null,
      pending: outbox.length, outbox, failed: outbox.filter((letter) => letter.failed),
      drafts: Object.values(JSON.parse(tab.store.get(`chatserver.console.drafts.${store.me.id}`) ?? "{}")),
      mine: store.lists.of("mine").map((row) => row.chat_id), ended: tab.ended ?? false,
    };
  });
}

/** An agent at work: accepts what is offered, and answers what visitors say, some of it as a note. */
function serve(tab, { every_ms, count, seed, words = "answers" }) {
  const random = chance(seed);
  const store = tab.desk;
  tab.talking = count;
  const step = () => tab.run(async () => {
    if (tab.isClosed || !tab.talking) return;
    for (const row of store.lists.offers.peek()) void store.answerOffer(row, true);
    const mine = store.lists.of("mine");
    const row = mine[Math.floor(random() * mine.length)];
    if (row) say(tab, `${tab.name} ${words} ${tab.talking--}`, { chat_id: row.chat_id, mode: random() < 0.2 ? "note" : "reply" });
    tab.after(2 * random() * every_ms, step);
  });
  step();
}

function talk(tab, { every_ms, count, seed, words = "speaks" }) {
  const random = chance(seed);
  tab.talking = count;
  const step = () => {
    if (tab.isClosed || !tab.talking) return;
    say(tab, `${tab.name} ${words} ${count - --tab.talking}`);
    if (tab.talking) tab.after(2 * random() * every_ms, step);
  };
  tab.after(random() * every_ms, step);
}

/** Types without end, beside whatever else is said. */
function fidget(tab, { every_ms, count }) {
  const step = (left) => {
    tab.run(() => tab.chat.setTyping(left % 2 === 0));
    if (left) tab.after(every_ms, () => step(left - 1));
  };
  step(count);
}

const commands = {
  enter({ name, kind, url, store, cookie, me, open = true }) {
    const tab = new Tab(url, store ?? name, cookie);
    tab.name = name;
    tabs.set(name, tab);
    tab.run(() => {
      if (kind === "agent") tab.desk = new Store(me, () => { tab.ended = true; });
      else tab.chat = new Chat(openStorage(), "en", () => {});
      if (tab.chat && open) tab.chat.open({ url: "http://shop.example/", title: "Shop" });
    });
  },
  leave({ name }) { tabs.get(name).close(); tabs.delete(name); },
  say({ name, text, ...more }) { say(tabs.get(name), text, more); },
  talk({ name, ...how }) { talk(tabs.get(name), how); },
  fidget({ name, ...how }) { fidget(tabs.get(name), how); },
  serve({ name, ...how }) { serve(tabs.get(name), how); },
  look({ name, chat_id }) { const tab = tabs.get(name); tab.run(() => tab.desk.openChat(chat_id)); },
  async act({ name, method, args = [] }) {
    const tab = tabs.get(name);
    return (await tab.run(() => (tab.chat ?? tab.desk)[method](...args))) ?? null;
  },
  report: () => [...tabs.values()].map(report),
  ledger: () => ({ said, acked, refused, passing, broken }),
  clear() {
    for (const tab of tabs.values()) tab.close();
    tabs.clear();
    said = []; acked = []; refused = []; passing = []; broken = [];
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: name, ...fields } = JSON.parse(line);
  // Not awaited: one command may wait for a server that another one is about.
  Promise.resolve().then(() => commands[name](fields)).then(
    (value) => process.stdout.write(`${JSON.stringify({ id, value: value ?? null })}\n`),
    (error) => process.stdout.write(`${JSON.stringify({ id, error: String(error?.stack ?? error) })}\n`),
  );
}
process.exit(0);
