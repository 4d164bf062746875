// Storage that always works: the browser's when it is allowed and has room, memory otherwise (then a reload forgets).
export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** False when what was set last is in memory only. */
  isKept(key: string): boolean;
}

export function openStorage(): KeyValue {
  const spare = new Map<string, string>();
  const kept = browserStorage();
  return {
    get: (key) => spare.get(key) ?? kept?.getItem(key) ?? null,
    set(key, value) {
      try {
        if (!kept) throw new Error("denied");
        kept.setItem(key, value);
        spare.delete(key);
      } catch { spare.set(key, value); }
    },
    remove(key) { kept?.removeItem(key); spare.delete(key); },
    isKept: (key) => !spare.has(key),
  };
}

/** Null where the browser allows none: its settings, a private window, a frame in a foreign page. */
function browserStorage(): Storage | null {
  try {
    const probe = "chatserver.probe";
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
  } catch (error) {
    // Full is not denied: what is there can be read, and there may be room later.
    if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") return null;
  }
  return localStorage;
}
