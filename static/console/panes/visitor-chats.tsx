// The other chats of a visitor, those that may be theirs, and the known problem that they were told of.
import { useEffect, useState } from "preact/hooks";
import type { ChatRow, VisitorChatsAck } from "../../shared/protocol";
import { now } from "../clock";
import { ago } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { sideWords } from "../strings/desk-side";

export function VisitorChats({ room, row }: { room: Room; row: ChatRow | undefined }) {
  const store = useStore();
  const s = sideWords();
  const [found, setFound] = useState<VisitorChatsAck | null>(null);
  const { details } = room.state.value;
  // Who it seems to be hangs on these two.
  useEffect(() => {
    let isGone = false;
    void store.visitorChats(room.chatId).then((answer) => { if (!isGone && answer) setFound(answer); });
    return () => { isGone = true; };
  }, [room.chatId, details["email"], details["account"], store.connection.value]);
  if (!found) return null;
  const current = (one: ChatRow): ChatRow => store.lists.row(one.chat_id) ?? one;
  return (
    <>
      {found.incident && (
        <section class="incident" data-testid="incident"><h3>{s.incident}</h3><p>{found.incident}</p><p class="faint">{s.incidentHint}</p></section>
      )}
      {found.alike.length > 0 && (
        <section data-testid="alike"><h3>{s.alike}</h3><ul class="others">{found.alike.map(current).map((one) => <Other key={one.chat_id} one={one} mine={row} />)}</ul></section>
      )}
      <section data-testid="previous">
        <h3>{s.previous}</h3>
        {found.chats.length === 0 ? <p class="faint">{s.noPrevious}</p>
          : <ul class="others">{found.chats.map(current).map((one) => <Other key={one.chat_id} one={one} mine={row} />)}</ul>}
      </section>
    </>
  );
}

function Other({ one, mine }: { one: ChatRow; mine: ChatRow | undefined }) {
  const store = useStore();
  const t = words(), s = sideWords();
  const [isAsking, setAsking] = useState(false);
  const mayMerge = store.isMine(mine) && one.status !== "closed" && mine !== undefined;
  return (
    <li class="other">
      <button class="quiet" data-testid="other-chat" onClick={() => store.openChat(one.chat_id)}>
        <code>{one.chat_id}</code><span>{t[one.status === "assigned" ? "agent" : one.status === "queued" ? "waiting" : one.status]} · {ago(one.last_at, now.value)}</span>
        <span class="other-text">{one.title ?? one.last_text}</span>
      </button>
      {mayMerge && !isAsking && <button class="tiny-text" data-testid="merge" onClick={() => setAsking(true)}>{s.mergeInto}</button>}
      {mayMerge && isAsking && (
        <div class="merge-ask" role="group" aria-label={fill(s.mergeTitle, { chat: one.chat_id })}>
          <p>{s.mergeBody}</p>
          <button onClick={() => setAsking(false)}>{s.cancel}</button>
          <button class="strong" data-testid="confirm-merge" ref={(button) => button?.focus()}
            onClick={() => { setAsking(false); void store.mergeInto(mine.chat_id, one.chat_id); }}>{s.merge}</button>
        </div>
      )}
    </li>
  );
}
