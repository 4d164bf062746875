// Storage that always works: the browser's when it is allowed, memory otherwise (then a reload forgets).
export interface KeyValue { get(key: string): string | null; set(key: string, value: string): void; remove(key: string): void }

export function openStorage(): KeyValue & { persistent: boolean } {
  try {
    const probe = "chatserver.probe";
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
  } catch {
    return { ...memory(), persistent: false };
  }
  const spare = memory();
  return {
    persistent: true,
    get: (key) => localStorage.getItem(key) ?? spare.get(key),
    set(key, value) {
      try { localStorage.setItem(key, value); spare.remove(key); } catch { spare.set(key, value); }
    },
    remove(key) { localStorage.removeItem(key); spare.remove(key); },
  };
}

function memory(): KeyValue {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}
