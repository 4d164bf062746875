// The filter of a list. Only what the rows at hand have can be chosen, and what is chosen already.
import { useState } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import { isNarrow, MAX_NAME, primary, tagsOf, type Filter } from "../filters";
import { detailValue, languageName } from "../format";
import type { View } from "../lists";
import { useStore } from "../store";
import { moreWords } from "../strings/desk-bulk";

type Field = "lang" | "plan" | "severity" | "team" | "tag";

export function FilterForm({ view }: { view: View }) {
  const { lists } = useStore(), { filters } = lists;
  const m = moreWords();
  const filter = filters.current.value, rows = lists.of(view);
  const fields: readonly [Field, string, (row: ChatRow) => readonly string[], (value: string) => string][] = [
    ["lang", m.language, (row) => [primary(row.lang)], languageName],
    ["plan", m.plan, (row) => [row.plan.toLowerCase()], (value) => detailValue("plan", value)],
    ["severity", m.severity, (row) => [row.severity], (value) => value],
    ["team", m.team, (row) => [row.team], (value) => value],
    ["tag", m.tag, tagsOf, (value) => value],
  ];
  return (
    <div class="filter-form" data-testid="filter-form">
      {fields.map(([name, label, valuesOf, say]) => {
        const values = [...new Set([...rows.flatMap(valuesOf), filter[name]])].filter(Boolean).sort();
        if (!values.length) return null;
        return (
          <label key={name}>{label}
            <select value={filter[name]} data-testid={`filter-${name}`} onChange={(event) => filters.set({ [name]: event.currentTarget.value } as Partial<Filter>)}>
              <option value="">{m.any}</option>
              {values.map((value) => <option key={value} value={value}>{say(value)}</option>)}
            </select>
          </label>
        );
      })}
      <label class="check">
        <input type="checkbox" data-testid="filter-unread" checked={filter.unread} onChange={(event) => filters.set({ unread: event.currentTarget.checked })} />{m.onlyUnread}
      </label>
      <SaveFilter view={view} />
    </div>
  );
}

function SaveFilter({ view }: { view: View }) {
  const { lists: { filters } } = useStore();
  const m = moreWords();
  const [name, setName] = useState("");
  if (!isNarrow(filters.current.value)) return null;
  const save = (event: Event): void => {
    event.preventDefault();
    if (!name.trim()) return;
    filters.save(name.trim(), view);
    setName("");
  };
  return (
    <form class="filter-save" onSubmit={save}>
      <input aria-label={m.nameHint} placeholder={m.nameHint} value={name} maxLength={MAX_NAME} data-testid="filter-name" onInput={(event) => setName(event.currentTarget.value)} />
      <button data-testid="filter-save">{m.save}</button>
      <button type="button" class="quiet" onClick={() => filters.clear()}>{m.clear}</button>
    </form>
  );
}
