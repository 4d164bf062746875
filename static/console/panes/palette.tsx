// The palette: one field that finds every command, view, chat and colleague. A combobox over a list, as ARIA describes it.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { entriesOf, find, type Entry } from "../palette";
import { useStore } from "../store";
import { deskWords } from "../strings/desk";
import { sideWords } from "../strings/desk-side";
import { Dialog } from "./dialogs";
import { Icon } from "./icons";

export function Palette() {
  const store = useStore();
  const d = deskWords(), s = sideWords();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // As things are when it opens: a list that moves under the hand is of no use.
  const entries = useMemo(() => entriesOf(store), []);
  const found = find(entries, typed, store);
  const chosen = Math.min(at, found.length - 1);
  useLayoutEffect(() => { list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }); }, [chosen, typed]);
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    store.dialog.value = null;
    // After the dialog has given the focus back: what the command wants comes last.
    setTimeout(entry.act);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by && found.length) { event.preventDefault(); setAt((chosen + by + found.length) % found.length); }
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); run(found[chosen]); }
  };
  return (
    <Dialog title={d.palette} wide>
      <input data-first role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={found.length ? `entry-${chosen}` : undefined}
        aria-autocomplete="list" aria-label={s.paletteHint} placeholder={s.paletteHint} data-testid="palette" autocomplete="off" spellcheck={false} value={typed}
        onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={onKeyDown} />
      <div id="palette-list" class="palette" role="listbox" aria-label={d.palette} ref={list}>
        {found.map((entry, index) => (
          <div key={entry.id} id={`entry-${index}`} role="option" aria-selected={index === chosen} class="palette-entry" data-testid="palette-entry"
            onMouseMove={() => setAt(index)} onClick={() => run(entry)}>
            <Icon name={entry.icon} />
            <span class="palette-label">{entry.label}{entry.more && <small>{entry.more}</small>}</span>
            <span class="palette-group">{found[index - 1]?.group === entry.group ? "" : entry.group}</span>
            {entry.keys && <kbd>{entry.keys}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="faint" role="status">{s.nothing}</p>}
    </Dialog>
  );
}
