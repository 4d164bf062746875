// Above the list: its order, and the way to the filter; what is filtered stands there in words.
import { lazy } from "../lazy";
import { isNarrow, type Order } from "../filters";
import type { View } from "../lists";
import { useStore } from "../store";
import { deskWords } from "../strings/desk";
import { Icon } from "./icons";

const FilterForm = lazy(async () => (await import("./filter-form")).FilterForm);

export function FilterBar({ view }: { view: View }) {
  const store = useStore(), { filters } = store.lists;
  const d = deskWords();
  const filter = filters.current.value, isOpen = store.showsFilter.value;
  return (
    <>
      <div class="filter-bar">
        <button class="quiet" data-testid="filter" aria-expanded={isOpen} onClick={() => { store.showsFilter.value = !isOpen; }}>
          <Icon name="filter" />{d.filter}{isNarrow(filter) && <span class="dot" />}
        </button>
        {/* Who waits longest is served first: the queue has no other order. */}
        {view !== "queue" && (
          <select class="order" aria-label={d.sort} data-testid="order" value={filter.order} onChange={(event) => filters.set({ order: event.currentTarget.value as Order })}>
            {(["newest", "waiting", "due"] as const).map((order) => <option key={order} value={order}>{d[order]}</option>)}
          </select>
        )}
        <button class="quiet" data-testid="select" aria-pressed={store.bulk.isOn.value} onClick={() => store.bulk.switch()}>{d.select}</button>
      </div>
      {isOpen && <FilterForm view={view} />}
    </>
  );
}
