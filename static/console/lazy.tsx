// A part of the screen whose code is loaded when it is first shown; until then, and when that fails, there is nothing.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";

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
  return function Lazy(props: Props) {
    const Shown = loaded.value;
    if (!Shown) { void begin(); return null; }
    return <Shown {...props} />;
  };
}
