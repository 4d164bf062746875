// One of the pages beside the chats, once its code is there.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import type { Page } from "../pages";
import { words } from "../strings";

const loaded = signal<ReadonlyMap<string, FunctionComponent>>(new Map());
const failed = signal<string | null>(null);

export function PageView({ page }: { page: Page }) {
  const t = words();
  useEffect(() => void load(page), [page]);
  const Shown = loaded.value.get(page.name);
  if (Shown) return <Shown />;
  return (
    <main class="page" aria-label={page.title()}>
      {failed.value === page.name
        ? <p class="list-note" role="alert">{t.noAnswer} <button onClick={() => void load(page)}>{t.tryAgain}</button></p>
        : <p class="list-note">{t.loading}</p>}
    </main>
  );
}

async function load(page: Page): Promise<void> {
  if (loaded.peek().has(page.name)) return;
  failed.value = null;
  try {
    const found = await page.load();
    loaded.value = new Map([...loaded.peek(), [page.name, found]]);
  } catch {
    failed.value = page.name;
  }
}
