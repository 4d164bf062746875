// The packet: what the bot found out before it gave the chat to people, so that nobody asks a second time.
import { detailLabel, detailValue, languageName } from "../format";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { words } from "../strings";
import { Icon } from "./icons";
import { HANDOFF_REASONS } from "./items";
import { Text } from "./text";

// Longer than this needs a line of its own, below the short facts.
const LONG_CHARS = 60;

interface Detail { key: string; value: string; isLong: boolean }

export function PacketPane({ room }: { room: Room }) {
  const { lists, showsPacket } = useStore();
  const t = words();
  const state = room.state.value, packet = state.packet;
  const isOpen = showsPacket.value;
  if (!packet || state.status === "bot") return null;
  const details = Object.entries(state.details).filter(([key, value]) => value && key !== "severity")
    .map(([key, value]) => ({ key, value: detailValue(key, value), isLong: value.length > LONG_CHARS }));
  const title = packet.title ?? lists.row(room.chatId)?.title ?? null;
  return (
    <section class="packet" data-testid="packet" aria-label={t.packet}>
      <button class="packet-head" aria-expanded={isOpen} title={isOpen ? t.hidePacket : t.showPacket} onClick={() => { showsPacket.value = !isOpen; }}>
        <span class="packet-topic"><span class="hidden">{t.packet}, {t.topic}: </span>{title ?? t.unknownTopic}</span>
        <span class="packet-fact"><span class="hidden">{t.language}: </span>{languageName(packet.lang)}</span>
        <span class="packet-fact"><span class="hidden">{t.reason}: </span>{t[HANDOFF_REASONS[packet.reason]]}</span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <div class="packet-body" tabIndex={0} role="group" aria-label={t.collected}>
          <dl class="facts">
            {details.filter((one) => !one.isLong).map(fact)}
            <div class="fact"><dt>{t.tried}</dt><dd>{packet.tried.length ? packet.tried.join(", ") : t.triedNothing}</dd></div>
            {details.filter((one) => one.isLong).map(fact)}
          </dl>
        </div>
      )}
    </section>
  );
}

function fact({ key, value, isLong }: Detail) {
  return <div key={key} class={isLong ? "fact long" : "fact"}><dt>{detailLabel(key)}</dt><dd dir="auto"><Text text={value} /></dd></div>;
}
