// The agents' console: decides between the sign-in and the desk.
import { signal } from "@preact/signals";
import { render } from "preact";
import { fetchMe, signInByLink, signOut } from "./api";
import { startTicking } from "./clock";
import { keepFocus } from "./focus";
import { Desk } from "./panes/desk";
import { SignIn, type SignInProblem } from "./panes/sign-in";
import { Store } from "./store";
import { chooseLanguage, words } from "./strings";

const root = document.getElementById("console") as HTMLElement;
const brand = root.dataset["brand"] ?? "";
const store = signal<Store | null>(null);
const isStarting = signal(true);
const problem = signal<SignInProblem | null>(null);

async function enter(): Promise<void> {
  const me = await fetchMe();
  isStarting.value = false;
  if (!me.ok) {
    if (me.code === "unreachable") problem.value = "noServer";
    return;
  }
  problem.value = null;
  store.value = new Store(me, () => leave("sessionEnded"));
}

function leave(why: SignInProblem): void {
  store.value?.end();
  store.value = null;
  problem.value = why;
}

async function leaveForGood(): Promise<void> {
  await signOut();
  leave("signedOut");
}

async function start(): Promise<void> {
  const link = /^#sign-in=([\w-]+)$/.exec(location.hash);
  if (link?.[1]) {
    // Out of the address first: a token does not belong into a history.
    history.replaceState(null, "", location.pathname);
    const answer = await signInByLink(link[1]);
    if (!answer.ok) problem.value = answer.code === "unreachable" ? "noServer" : "linkUsed";
  }
  await enter();
}

function Console() {
  if (store.value) return <Desk key={store.value.me.id} store={store.value} brand={brand} onSignOut={() => void leaveForGood()} />;
  document.title = `${words().signInTitle} – ${brand}`;
  return isStarting.value ? null : <SignIn brand={brand} problem={problem.value} onSignedIn={enter} />;
}

chooseLanguage();
startTicking();
keepFocus(() => store.value?.rooms.current.value?.chatId);
render(<Console />, root);
void start();
