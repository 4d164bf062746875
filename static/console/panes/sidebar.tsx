// The sidebar: presence, views, and what belongs to the person.
import { fits, type SavedFilter } from "../filters";
import type { View } from "../lists";
import { COUNTED, VIEWS } from "../lists";
import { PAGES, type Page } from "../pages";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords } from "../strings/desk";
import { AwayReason } from "./away";
import { viewName } from "./chat-list";
import { Icon } from "./icons";
import { LanguageSwitch } from "./sign-in";

export function Sidebar({ brand, onSignOut }: { brand: string; onSignOut: () => void }) {
  const store = useStore();
  const t = words(), d = deskWords();
  return (
    <header class="sidebar">
      <h1 class="brand"><span class="mark"><Icon name="chat" /></span><span class="wide">{brand}</span></h1>
      <PresenceSwitch />
      <AwayReason />
      <nav aria-label={t.views}>
        <ul>
          {VIEWS.map((view) => <li key={view}><ViewButton view={view} /></li>)}
          {store.lists.filters.saved.value.map((saved) => <li key={saved.name}><SavedButton saved={saved} /></li>)}
          {PAGES.filter((page) => page.isFor(store.me)).map((page) => <li key={page.name}><PageButton page={page} /></li>)}
        </ul>
      </nav>
      <div class="sidebar-foot">
        <HealthButton />
        <button class="quiet" data-testid="open-palette" title={d.kPalette} onClick={() => { store.dialog.value = "palette"; }}>
          <Icon name="search" /><span class="word">{d.palette}</span><kbd class="wide" aria-hidden="true">Ctrl K</kbd>
        </button>
        <button class="quiet" data-testid="open-settings" title={d.settings} onClick={() => { store.dialog.value = "settings"; }}>
          <Icon name="settings" /><span class="word">{d.settings}</span>
        </button>
        <button class="quiet" title={t.keysTitle} onClick={() => { store.dialog.value = "keys"; }}>
          <Icon name="keys" /><span class="word">{t.keys}</span><kbd class="wide" aria-hidden="true">?</kbd>
        </button>
        <LanguageSwitch />
        <div class="person">
          <span class="wide person-name">{store.me.name}</span>
          <button class="quiet" data-testid="sign-out" title={t.signOut} onClick={onSignOut}><Icon name="out" /><span class="word">{t.signOut}</span></button>
        </div>
      </div>
    </header>
  );
}

function HealthButton() {
  const store = useStore();
  const d = deskWords(), state = store.connection.value, ms = store.health.latencyMs.value;
  const said = state === "connected" && ms !== null ? fill(d.milliseconds, { ms }) : state === "connected" ? d.good : d[state];
  return (
    <button class="quiet health-button" data-testid="health" data-state={state} title={d.health} aria-label={`${d.health}: ${said}`} onClick={() => { store.dialog.value = "health"; }}>
      <span class={`health-dot ${state}`} aria-hidden="true" /><span class="word">{said}</span>
    </button>
  );
}

function PresenceSwitch() {
  const store = useStore();
  const t = words();
  const isThere = store.presence.value === "available";
  return (
    <button class="presence" role="switch" aria-checked={isThere} data-testid="presence" data-presence={store.presence.value}
      aria-label={`${t.presence}: ${isThere ? t.available : t.away}`} title={isThere ? t.availableHint : t.awayHint}
      onClick={() => void store.setPresence(isThere ? "away" : "available")}>
      <span class="presence-track" aria-hidden="true"><span class="presence-knob" /></span>
      <span class="presence-words"><strong>{isThere ? t.available : t.away}</strong><small class="wide">{isThere ? t.availableHint : t.awayHint}</small></span>
    </button>
  );
}

function ViewButton({ view }: { view: View }) {
  const store = useStore(), { lists } = store;
  const isShown = lists.view.value === view && !store.page.value;
  const count = COUNTED.includes(view) ? lists.count(view) : 0;
  const hasMore = lists.progress.value[view].next !== null;
  const isUrgent = view === "mine" && lists.unread.value.size > 0;
  return (
    <button class="view" data-testid={`view-${view}`} aria-current={isShown ? "page" : undefined} onClick={() => store.show(view)}>
      <Icon name={view} /><span class="word">{viewName(view)}</span>
      {count > 0 && <span class={isUrgent ? "count urgent" : "count"} data-testid={`count-${view}`}>{hasMore ? fill(deskWords().overMany, { count }) : count}</span>}
    </button>
  );
}

/** A view under a name of the agent's own. */
function SavedButton({ saved }: { saved: SavedFilter }) {
  const store = useStore(), { lists } = store;
  const isShown = !store.page.value && lists.view.value === saved.view && lists.filters.current.value === saved.filter;
  const count = lists.of(saved.view).filter((row) => fits(row, saved.filter, lists.unread.value)).length;
  return (
    <span class="saved">
      <button class="view" data-testid="saved-filter" aria-current={isShown ? "page" : undefined} onClick={() => store.showSaved(saved)}>
        <Icon name="filter" /><span class="word">{saved.name}</span>{count > 0 && <span class="count">{count}</span>}
      </button>
      <button class="quiet icon-only tiny" aria-label={fill(deskWords().removeFilter, { name: saved.name })} onClick={() => lists.filters.remove(saved.name)}><Icon name="close" /></button>
    </span>
  );
}

function PageButton({ page }: { page: Page }) {
  const store = useStore();
  const isShown = store.page.value === page;
  const count = page.name === "mentions" ? store.composing.mentionCount.value : 0;
  return (
    <button class="view" data-testid={`view-${page.name}`} aria-current={isShown ? "page" : undefined} onClick={() => { store.page.value = page; }}>
      <Icon name={page.icon} /><span class="word">{page.title()}</span>
      {count > 0 && <span class="count urgent" data-testid={`count-${page.name}`}>{count}</span>}
    </button>
  );
}
