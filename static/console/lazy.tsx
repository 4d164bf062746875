// A part of the screen whose code is loaded when it is first shown, or once there is nothing else to do; until then, and
// when that fails, there is nothing.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";

const loaders: (() => Promise<void>)[] = [];

export function lazy<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  const loaded = signal<FunctionComponent<Props> | null>(null);
  let isLoading = false;
  const begin = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    try {
      loaded.value = await load();
    } catch {
      // No network: the next time it is asked for it is tried again.
      isLoading = false;
    }
  };
  loaders.push(begin);
  return function Lazy(props: Props) {
    const Shown = loaded.value;
    if (!Shown) { void begin(); return null; }
    return <Shown {...props} />;
  };
}

// After what an agent waits for when the console opens.
const LATER_MS = 2000;

/** Loads everything that is missing, by and by: what tells that the connection is lost cannot be fetched then. */
export function loadTheRest(): () => void {
  const timer = setTimeout(() => void (async () => { for (const load of loaders) await load(); })(), LATER_MS);
  return () => clearTimeout(timer);
}
