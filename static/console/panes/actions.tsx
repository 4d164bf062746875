// What the one who has the chat can do with it.
import type { ChatRow } from "../../shared/protocol";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { words } from "../strings";
import { Icon } from "./icons";

export function Actions({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const t = words();
  if (!row || !store.isMine(row)) return null;
  return (
    <div class="actions" role="group" aria-label={t.actions}>
      <button data-testid="transfer" title={`${t.transfer} (T)`} onClick={() => { store.dialog.value = "transfer"; }}>
        <Icon name="transfer" /><span class="word">{t.transfer}</span>
      </button>
      <button data-testid="release" title={t.releaseHint} onClick={() => void store.release(room.chatId)}>
        <Icon name="release" /><span class="word">{t.release}</span>
      </button>
      <button data-testid="hand-back" title={t.handBackHint} onClick={() => { store.dialog.value = "hand-back"; }}>
        <Icon name="back" /><span class="word">{t.handBack}</span>
      </button>
      <button class="strong" data-testid="close-chat" title={`${t.close} (E)`} onClick={() => { store.dialog.value = "close"; }}>
        <Icon name="check" /><span class="word">{t.close}</span>
      </button>
    </div>
  );
}
