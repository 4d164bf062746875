// Under the list while chats are being selected: how many, what can be done with them, and what became of it.
import { useState } from "preact/hooks";
import type { ChatRow } from "../../shared/protocol";
import { visitorName } from "../format";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords } from "../strings/desk";
import { moreWords } from "../strings/desk-bulk";
import { CLOSE_REASONS } from "./items";

export function BulkBar({ rows }: { rows: ChatRow[] }) {
  const store = useStore(), { bulk } = store;
  const t = words(), d = deskWords(), m = moreWords();
  const [reason, setReason] = useState("resolved");
  const count = bulk.chosen.value.size, progress = bulk.progress.value;
  const isBusy = progress !== null && !progress.isOver;
  return (
    <section class="bulk" aria-label={d.select} data-testid="bulk">
      <div class="bulk-head">
        <p role="status">
          {progress === null ? fill(d.selected, { count }) : fill(progress.isOver ? m.bulkOver : m.bulkGoing, { done: progress.done - progress.failed.length, all: progress.all })}
        </p>
        <button class="quiet" onClick={() => bulk.switch()}>{d.done}</button>
      </div>
      {isBusy && <progress max={progress.all} value={progress.done} aria-label={m.bulkProgress} />}
      {progress !== null && progress.failed.length > 0 && (
        <ul class="bulk-failed" data-testid="bulk-failed">
          {progress.failed.map(({ chatId, why }) => {
            const row = store.lists.row(chatId);
            return <li key={chatId}><button class="quiet" onClick={() => store.openChat(chatId)}>{row ? visitorName(row) : chatId}</button> {why}</li>;
          })}
        </ul>
      )}
      <div class="bulk-foot">
        <button onClick={() => bulk.chooseAll(rows.map((row) => row.chat_id))} disabled={isBusy}>{d.selectAll}</button>
        <select aria-label={t.closeReason} value={reason} disabled={isBusy} onChange={(event) => setReason(event.currentTarget.value)}>
          {Object.entries(CLOSE_REASONS).map(([key, label]) => <option key={key} value={key}>{t[label]}</option>)}
        </select>
        <button class="strong" data-testid="bulk-close" disabled={isBusy || count === 0} onClick={() => void bulk.closeAll(reason)}>{fill(m.bulkClose, { count })}</button>
      </div>
    </section>
  );
}
