// A browser as far as the product's code without a screen needs one: tabs with their own events and connections, and
// storage that tabs share. Which tab a call belongs to follows it through promises and timers.
import { AsyncLocalStorage } from "node:async_hooks";

// The people live this many times faster than the clock on the wall: retries, pauses and ack timeouts are as long as
// the product says, divided by it. The transport's own heartbeat keeps its time, since the server has a say in it.
const SPEED = Number(process.env.PEOPLE_SPEED ?? 10);

const wait = globalThis.setTimeout;
const current = new AsyncLocalStorage();
const stores = new Map();
const open = new Set();

export class Tab {
  sockets = [];
  listeners = [];
  isClosed = false;

  constructor(url, storeName, cookie) {
    this.url = url;
    this.cookie = cookie;
    this.store = stores.get(storeName) ?? new Map();
    stores.set(storeName, this.store);
    open.add(this);
  }

  run(work) { return current.run(this, work); }

  /** In true milliseconds: how fast people talk is the test's affair. */
  after(ms, work) { wait(() => { if (!this.isClosed) this.run(work); }, ms); }

  /** What a reload or a closed tab does: its connections end, its timers never fire, its storage stays. */
  close() {
    this.isClosed = true;
    open.delete(this);
    for (const socket of this.sockets) socket.close();
  }
}

export const tabOfNow = () => current.getStore();
export const faster = (ms) => ms / SPEED;
export const stored = (tab, key) => JSON.parse(tab.store.get(key) ?? "[]");

function listen(type, heard) { tabOfNow()?.listeners.push({ type, heard }); }

function tellOthers(tab, event) {
  for (const other of open) {
    if (other === tab || other.store !== tab.store) continue;
    for (const { type, heard } of other.listeners) if (type === "storage") setImmediate(() => other.run(() => heard(event)));
  }
}

const localStorage = {
  getItem: (key) => tabOfNow().store.get(key) ?? null,
  setItem(key, value) {
    const tab = tabOfNow();
    if (tab.isClosed || tab.store.get(key) === value) return;
    tab.store.set(key, value);
    tellOthers(tab, { key, newValue: value });
  },
  removeItem(key) {
    const tab = tabOfNow();
    if (!tab.isClosed && tab.store.delete(key)) tellOthers(tab, { key, newValue: null });
  },
};

/** Called after the bundle has been loaded: the socket library has then taken the true timers for itself. */
export function becomeBrowser() {
  const globals = {
    localStorage,
    addEventListener: listen,
    document: { visibilityState: "visible", addEventListener: listen, documentElement: {} },
    location: { hash: "", search: "", origin: "http://shop.example", pathname: "/" },
    history: { replaceState() {} },
    matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
    setTimeout(work, ms = 0, ...given) {
      const tab = tabOfNow();
      return tab ? wait(() => { if (!tab.isClosed) work(...given); }, faster(ms)) : wait(work, ms, ...given);
    },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
