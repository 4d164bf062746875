// The desk: where a signed-in agent works.
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listenToKeys } from "../keys";
import { lazy, loadTheRest } from "../lazy";
import { StoreContext, type Store } from "../store";
import { words } from "../strings";
import { deskWords } from "../strings/desk";
import { ChatList, viewName } from "./chat-list";
import { Dialogs } from "./dialogs";
import { Icon } from "./icons";
import { Offers } from "./offers";
import { PageView } from "./page";
import { Sidebar } from "./sidebar";
import { Thread } from "./thread";
import { WarningList } from "./together";

const Details = lazy(async () => (await import("./details")).Details);

export function Desk({ store, brand, onSignOut }: { store: Store; brand: string; onSignOut: () => void }) {
  useEffect(() => listenToKeys(store), [store]);
  useEffect(loadTheRest, [store]);
  // Whoever came by a link that works once has no other way back.
  useEffect(() => { if (!store.me.has_password) store.dialog.value = "password"; }, [store]);
  const t = words();
  useEffect(() => effect(() => {
    const { page, alerts, lists } = store, count = alerts.value;
    document.title = `${count ? `(${count}) ` : ""}${page.value ? page.value.title() : viewName(lists.view.value)} – ${brand}`;
  }), [store]);
  const room = store.rooms.current.value;
  const page = store.page.value;
  const hasDetails = !page && room !== null && store.showsDetails.value;
  return (
    <StoreContext.Provider value={store}>
      <div class={page ? "desk with-page" : hasDetails ? "desk with-details" : "desk"}>
        <Sidebar brand={brand} onSignOut={onSignOut} />
        {page ? <PageView page={page} /> : <ChatList />}
        {!page && (
          <main class="stage" aria-label={t.transcript}>
            {room ? <Thread key={room.chatId} room={room} /> : <Nothing />}
          </main>
        )}
        {hasDetails && <Details key={room.chatId} room={room} />}
      </div>
      <Offers />
      <WarningList />
      <Dialogs />
      <Banner store={store} />
      <Notice store={store} />
    </StoreContext.Provider>
  );
}

function Nothing() {
  const t = words();
  return (
    <div class="nothing">
      <Icon name="chat" />
      <h2>{t.noChat}</h2>
      <p>{t.noChatHint}</p>
    </div>
  );
}

function Banner({ store }: { store: Store }) {
  return (
    <div class="banner-place" role="status">
      {store.connection.value === "lost" && <p class="banner" data-testid="reconnecting"><span class="pulse" />{words().reconnecting}</p>}
      {store.hasMissedOffer.value && (
        <p class="banner missed" data-testid="missed-offer">{words().missedOffer}
          <button class="primary" data-testid="available-again" onClick={() => void store.setPresence("available")}>{deskWords().availableAgain}</button>
          <button class="quiet icon-only" aria-label={words().dismiss} onClick={() => { store.hasMissedOffer.value = false; }}><Icon name="close" /></button>
        </p>
      )}
      {store.outgoing.isAtRisk && <p class="banner" data-testid="forgets">{words().forgets}</p>}
    </div>
  );
}

function Notice({ store }: { store: Store }) {
  const text = store.notice.value;
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => store.say(null), 12_000);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="notice-place" role="alert">
      {text && (
        <p class="notice" data-testid="notice">{text}
          <button class="quiet icon-only" aria-label={words().dismiss} onClick={() => store.say(null)}><Icon name="close" /></button>
        </p>
      )}
    </div>
  );
}
