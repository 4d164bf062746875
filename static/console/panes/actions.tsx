// What the one who has the chat can do with it.
import type { ChatRow } from "../../shared/protocol";
import { mayTakeOver } from "../keys";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords } from "../strings/desk";
import { Icon } from "./icons";

export function Actions({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words();
  const d = deskWords();
  if (row && mayTakeOver(store, row)) {
    return (
      <div class="actions" role="group" aria-label={t.actions}>
        <button class="strong" data-testid="take-over" title={`${fill(d.takeOverHint, { name: row.agent?.name ?? "" })} (O)`} onClick={() => void store.takeOver(room.chatId)}>
          <Icon name="take" /><span class="word">{d.takeOver}</span>
        </button>
      </div>
    );
  }
  if (!row || !store.isMine(row)) return null;
  return (
    <div class="actions" role="group" aria-label={t.actions}>
      <button data-testid="transfer" title={`${t.transfer} (T)`} onClick={() => { store.dialog.value = "transfer"; }}>
        <Icon name="transfer" /><span class="word">{t.transfer}</span>
      </button>
      <button class="minor" data-testid="release" title={t.releaseHint} onClick={() => void store.release(room.chatId)}>
        <Icon name="release" /><span class="word">{t.release}</span>
      </button>
      <button class="minor" data-testid="hand-back" title={t.handBackHint} onClick={() => { store.dialog.value = "hand-back"; }}>
        <Icon name="back" /><span class="word">{t.handBack}</span>
      </button>
      <button class="strong" data-testid="close-chat" title={`${t.close} (E)`} onClick={() => { store.dialog.value = "close"; }}>
        <Icon name="check" /><span class="word">{t.close}</span>
      </button>
    </div>
  );
}
