// What the bot would have answered to the visitor's last message: quiet chips over an empty composer.
import { useEffect, useState } from "preact/hooks";
import type { SuggestedAnswer } from "../../shared/protocol";
import type { Room } from "../rooms";
import { useStore } from "../store";
import { composerWords } from "../strings/composer";

interface Props { found: readonly SuggestedAnswer[]; text: string; onTaken: (suggestion: SuggestedAnswer) => void }

/** Shown until something of one's own is written; a suggestion that was taken can still be exchanged for another. */
export function Suggestions({ found, text, onTaken }: Props) {
  const c = composerWords();
  if (!found.length || (text && !found.some((one) => one.text === text))) return null;
  return (
    <div class="suggestions" role="group" aria-label={c.suggested} data-testid="suggestions">
      <span class="faint" aria-hidden="true">{c.suggested}</span>
      {found.map((one, place) => (
        <button key={one.intent} type="button" class="suggestion" data-testid="suggestion" aria-pressed={one.text === text} title={one.text} onClick={() => onTaken(one)}>
          {one.title}{place === 0 && !text && <kbd aria-label={c.takeFirst}>↑</kbd>}
        </button>
      ))}
    </div>
  );
}

/** Asked anew when the visitor has said something; nothing once an agent has answered. */
export function useSuggestions(room: Room, isOn: boolean): readonly SuggestedAnswer[] {
  const { composing } = useStore();
  const [found, setFound] = useState<readonly SuggestedAnswer[]>([]);
  const last = room.state.value.items.findLast((item) => item.kind === "message" && item.author.kind !== "bot");
  const seq = isOn && last?.kind === "message" && last.author.kind === "visitor" ? last.seq : 0;
  useEffect(() => {
    let isWanted = true;
    setFound([]);
    if (seq) void composing.suggestionsFor(room.chatId).then((answers) => { if (isWanted) setFound(answers); });
    return () => { isWanted = false; };
  }, [seq, room.chatId]);
  return found;
}
