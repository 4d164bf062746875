// The sheet of keys, made from the table that the keyboard obeys.
import { keyLabel, KEYS } from "../keys";
import { useStore } from "../store";
import { words } from "../strings";
import { composerWords } from "../strings/composer";
import { Dialog } from "./dialogs";
import { SendKeys } from "./send-keys";

const GROUPS = ["keysInLists", "keysInChat", "offers", "keysViews"] as const;

export function KeySheet() {
  const store = useStore();
  const t = words(), c = composerWords();
  return (
    <Dialog title={t.keysTitle} wide>
      <div class="key-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t[group]}</h3>
            <dl>
              {KEYS.filter((key) => key.group === group).map((key) => (
                <div key={key.key}><dt><Stroke keys={key.key} /></dt><dd>{keyLabel(key)}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input type="checkbox" checked={store.usesKeys.value} onChange={(event) => store.setKeys(event.currentTarget.checked)} />
        {t.singleKeys}
      </label>
      <SendKeys />
      <p class="faint">{[c.slashHint, c.atHint, c.takeFirst].join(" · ")}</p>
    </Dialog>
  );
}

function Stroke({ keys }: { keys: string }) {
  const [first, second] = keys.split(" ");
  const cap = (key: string) => <kbd>{key.length === 1 ? key.toUpperCase() : key}</kbd>;
  return <>{cap(first ?? "")}{second && <> <small>{words().kThen}</small> {cap(second)}</>}</>;
}
