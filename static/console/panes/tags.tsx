// A chat's tags: chips that can be removed, and a field that adds one, with those of the site as suggestions.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill } from "../strings";
import { composerWords } from "../strings/composer";
import { composingWords } from "../strings/composing";
import { Icon } from "./icons";

const MAX_CHARS = 40;

export function Tags({ room }: { room: Room }) {
  const { composing, lists, setTags } = useStore();
  const t = composingWords();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  // What was asked for last is shown until the row says the same, or something else.
  const [asked, setAsked] = useState<string[] | null>(null);
  const kept = lists.row(room.chatId)?.tags ?? [];
  const tags = asked ?? kept, known = composing.tags.value;
  useEffect(() => { if (!composing.tags.value) void composing.loadTags(); }, [known === null]);
  useEffect(() => setAsked(null), [kept.join("\n")]);

  async function change(next: string[]): Promise<void> {
    setAsked(next);
    // A refusal is told by the store; the tags are what they were.
    if (!(await setTags(room.chatId, next))) setAsked(null);
  }
  function add(): void {
    const box = field.current, tag = (box?.value ?? "").toLowerCase().replace(/^[#\s]+/, "").replace(/\s+/g, " ").trim();
    if (!box) return;
    box.value = "";
    if (tag && !tags.includes(tag)) void change([...tags, tag]);
  }
  function remove(tag: string): void {
    void change(tags.filter((one) => one !== tag));
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === ",") { event.preventDefault(); add(); }
    const last = tags.at(-1);
    if (event.key === "Backspace" && !field.current?.value && last !== undefined) remove(last);
  }
  return (
    <div class="tags" data-testid="tags" role="group" aria-label={composerWords().tags}>
      {tags.length > 0 && (
        <ul class="tag-list">
          {tags.map((tag) => (
            <li key={tag} class="tag" data-testid="tag">
              <span dir="auto">{tag}</span>
              <button type="button" class="quiet icon-only tiny" aria-label={fill(t.removeTag, { tag })} onClick={() => remove(tag)}><Icon name="close" /></button>
            </li>
          ))}
        </ul>
      )}
      <input ref={field} data-testid="add-tag" list={`${id}-known`} maxLength={MAX_CHARS} placeholder={t.addTag} aria-label={t.addTag} title={t.tagHint}
        autocomplete="off" onKeyDown={onKeyDown} onBlur={add} />
      <datalist id={`${id}-known`}>{(known ?? []).filter((tag) => !tags.includes(tag.name)).map((tag) => <option key={tag.name} value={tag.name} />)}</datalist>
    </div>
  );
}
