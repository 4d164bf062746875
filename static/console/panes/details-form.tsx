// Putting collected details right; what the website has signed cannot be changed here, and the server says so too.
import { useEffect, useRef, useState } from "preact/hooks";
import { detailLabel } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { sideWords } from "../strings/desk-side";

const MAX_CHARS = 2000;
// As the server takes it.
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

interface Props { room: Room; details: Record<string, string>; fixed: readonly string[]; onDone: () => void }

export function DetailsForm({ room, details, fixed, onDone }: Props) {
  const store = useStore();
  const s = sideWords();
  const [values, setValues] = useState(details);
  const [name, setName] = useState("");
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("textarea, input")?.focus(), []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const changed = Object.entries(values).filter(([key, value]) => value.trim() !== (details[key] ?? ""));
    if (!changed.length) return onDone();
    setBusy(true);
    const done = await store.correct(room.chatId, Object.fromEntries(changed));
    setBusy(false);
    // A refusal leaves what was written where it is.
    if (done) onDone();
  };
  const add = (): void => {
    const key = name.trim().replace(/\s+/g, "_");
    if (!NAME.test(key) || key in values) return;
    setValues({ ...values, [key]: "" });
    setName("");
  };
  return (
    <form ref={form} class="details-form" data-testid="details-form" onSubmit={(event) => void save(event)}
      onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); onDone(); } }}>
      {Object.entries(values).filter(([key]) => !fixed.includes(key)).map(([key, value]) => (
        <label key={key}>{detailLabel(key)}
          <textarea rows={value.length > 40 ? 3 : 1} maxLength={MAX_CHARS} value={value} data-testid={`detail-${key}`} dir="auto"
            onInput={(event) => setValues({ ...values, [key]: event.currentTarget.value })} />
        </label>
      ))}
      <div class="details-add">
        <input aria-label={s.detailName} placeholder={s.addDetail} value={name} maxLength={40} onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); add(); } }} />
        <button type="button" aria-label={s.addDetail} onClick={add}>+</button>
      </div>
      <p class="faint">{s.editHint}</p>
      <div class="details-foot">
        <button type="button" onClick={onDone}>{s.cancel}</button>
        <button class="primary" data-testid="save-details" aria-disabled={isBusy}>{s.save}</button>
      </div>
    </form>
  );
}
