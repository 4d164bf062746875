// The dialogs: native ones, which keep the focus inside and give it back.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { lazy } from "../lazy";
import { useStore } from "../store";
import { words } from "../strings";
import { Icon } from "./icons";

const KeySheet = lazy(async () => (await import("./key-sheet")).KeySheet);
const Palette = lazy(async () => (await import("./palette")).Palette);
const HealthDialog = lazy(async () => (await import("./health")).HealthDialog);
const Settings = lazy(async () => (await import("./settings")).Settings);
const PasswordDialog = lazy(async () => (await import("./password")).PasswordDialog);
const TransferDialog = lazy(async () => (await import("./transfer")).TransferDialog);
const CloseDialog = lazy(async () => (await import("./closing")).CloseDialog);

export function Dialogs() {
  const store = useStore();
  const name = store.dialog.value, row = store.currentRow(), room = store.rooms.current.value;
  if (name === "keys") return <KeySheet />;
  if (name === "palette") return <Palette />;
  if (name === "health") return <HealthDialog />;
  if (name === "settings") return <Settings />;
  if (name === "password") return <PasswordDialog />;
  if (!name || !row) return null;
  if (name === "transfer") return <TransferDialog chatId={row.chat_id} />;
  if (name === "hand-back") return <HandBackDialog chatId={row.chat_id} />;
  return room && <CloseDialog room={room} />;
}

export function Dialog({ title, wide, children }: { title: string; wide?: boolean; children: ComponentChildren }) {
  const store = useStore();
  const ref = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);
  useEffect(() => {
    const box = ref.current;
    const before = document.activeElement as HTMLElement | null;
    box?.showModal();
    // Here, and not in an effect of whoever is inside: theirs may run before this one.
    box?.querySelector<HTMLElement>("[data-first]:enabled")?.focus();
    return () => {
      // Its `close` comes later, when another dialog may be open already.
      isGone.current = true;
      box?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  const shut = (): void => { if (!isGone.current) store.dialogShut(); };
  return (
    <dialog ref={ref} class={wide ? "wide-dialog" : ""} aria-labelledby="dialog-title" onClose={shut} onCancel={shut}
      onMouseDown={(event) => { if (event.target === ref.current) shut(); }}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button class="quiet icon-only" aria-label={words().dismiss} onClick={shut}><Icon name="close" /></button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

function HandBackDialog({ chatId }: { chatId: string }) {
  const store = useStore();
  const t = words();
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    store.dialog.value = null;
    await store.handBack(chatId);
  };
  return (
    <Dialog title={t.handBackTitle}>
      <form onSubmit={(event) => void confirm(event)}>
        <p>{t.handBackBody}</p>
        <footer>
          <button type="button" onClick={() => { store.dialog.value = null; }}>{t.cancel}</button>
          <button class="primary" data-testid="confirm-hand-back" autofocus>{t.handBackHint}</button>
        </footer>
      </form>
    </Dialog>
  );
}
