// The dialogs: native ones, which keep the focus inside and give it back.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fetchAgents, type Colleague } from "../api";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { Icon } from "./icons";
import { CLOSE_REASONS } from "./items";
import { KeySheet } from "./key-sheet";

export function Dialogs() {
  const store = useStore();
  const name = store.dialog.value, row = store.currentRow();
  if (name === "keys") return <KeySheet />;
  if (!name || !row) return null;
  if (name === "transfer") return <TransferDialog chatId={row.chat_id} />;
  if (name === "hand-back") return <HandBackDialog chatId={row.chat_id} />;
  return <CloseDialog chatId={row.chat_id} />;
}

export function Dialog({ title, wide, children }: { title: string; wide?: boolean; children: ComponentChildren }) {
  const store = useStore();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = ref.current;
    const before = document.activeElement as HTMLElement | null;
    box?.showModal();
    return () => {
      box?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  const shut = (): void => store.dialogShut();
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

function TransferDialog({ chatId }: { chatId: string }) {
  const store = useStore();
  const t = words();
  const [agents, setAgents] = useState<Colleague[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  async function load(): Promise<void> {
    setFailed(false);
    const answer = await fetchAgents();
    if (answer.ok) setAgents(answer.agents.filter((agent) => agent.id !== store.me.id));
    else if (answer.code === "forbidden") store.sessionEnded();
    else setFailed(true);
  }
  useEffect(() => void load(), []);
  useEffect(() => list.current?.querySelector<HTMLElement>("button:enabled")?.focus(), [agents]);
  const choose = async (agent: Colleague): Promise<void> => {
    store.dialog.value = null;
    await store.transfer(chatId, agent.id);
  };
  return (
    <Dialog title={t.transferTitle}>
      <p class="faint">{t.transferHint}</p>
      {hasFailed && <p role="alert">{t.noServer} <button onClick={() => void load()}>{t.tryAgain}</button></p>}
      {agents === null && !hasFailed && <p>{t.loading}</p>}
      {agents?.length === 0 && <p>{t.noColleagues}</p>}
      <ul class="agents" ref={list} onKeyDown={moveInAgents}>
        {agents?.map((agent) => <li key={agent.id}><AgentButton agent={agent} onChosen={() => void choose(agent)} /></li>)}
      </ul>
    </Dialog>
  );
}

function AgentButton({ agent, onChosen }: { agent: Colleague; onChosen: () => void }) {
  const t = words();
  const isThere = agent.presence === "available" || agent.is_connected;
  return (
    <button class="agent" data-testid="transfer-to" data-name={agent.name} disabled={!isThere} onClick={onChosen}>
      <span class={`presence-dot ${agent.presence === "available" ? "on" : ""}`} aria-hidden="true" />
      <b>{agent.name}</b>
      <span>{agent.presence === "available" ? t.available : t.away} · {agent.is_connected ? t.connected : t.offline}</span>
      <span class="agent-load">{fill(t.load, { count: agent.load })}</span>
    </button>
  );
}

function moveInAgents(event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
  if (!by) return;
  event.preventDefault();
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button:enabled")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
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

const MAX_SUMMARY = 4000;

function CloseDialog({ chatId }: { chatId: string }) {
  const store = useStore();
  const t = words();
  const summary = useRef<HTMLTextAreaElement>(null);
  const reason = useRef<HTMLSelectElement>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => summary.current?.focus(), []);
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const done = await store.close(chatId, summary.current?.value.trim() ?? "", reason.current?.value ?? "resolved");
    setBusy(false);
    // A refusal leaves the summary where it is.
    if (done) store.dialog.value = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.currentTarget as HTMLFormElement).requestSubmit();
  };
  return (
    <Dialog title={t.closeTitle}>
      <form onSubmit={(event) => void confirm(event)} onKeyDown={onKeyDown}>
        <label>{t.summary}
          <textarea ref={summary} data-testid="close-summary" rows={5} maxLength={MAX_SUMMARY} aria-describedby="summary-hint" dir="auto" />
        </label>
        <p class="faint" id="summary-hint">{t.summaryHint}</p>
        <label>{t.closeReason}
          <select ref={reason} data-testid="close-reason">
            {Object.entries(CLOSE_REASONS).map(([key, label]) => <option key={key} value={key}>{t[label]}</option>)}
          </select>
        </label>
        {store.notice.value && <p class="told" role="alert">{store.notice.value}</p>}
        <footer>
          <button type="button" onClick={() => { store.dialog.value = null; }}>{t.cancel}</button>
          <button class="primary" data-testid="confirm-close" aria-disabled={isBusy}>{t.close}</button>
        </footer>
      </form>
    </Dialog>
  );
}
