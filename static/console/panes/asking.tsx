// Asks before something leaves that should not: an agent's own secret, or a place of a reply that nobody has filled.
// It asks; who writes decides. The server redacts by its own rules all the same.
import { useLayoutEffect, useRef } from "preact/hooks";
import { masked, spotsIn, type Spot } from "../../shared/spotting";
import type { Mode } from "../drafts";
import { placesIn } from "../replies";
import { fill } from "../strings";
import { composingWords } from "../strings/composing";

export interface Found { text: string; masked: string; kinds: readonly Spot["kind"][]; places: readonly string[] }

export function examine(text: string, mode: Mode): Found | null {
  const spots = spotsIn(text);
  // Among colleagues nothing has to be filled.
  const places = mode === "reply" ? placesIn(text) : [];
  if (!spots.length && !places.length) return null;
  return { text, masked: masked(text, spots), kinds: [...new Set(spots.map((spot) => spot.kind))], places };
}

interface Props { found: Found; onSend: (text: string) => void; onChange: () => void }

export function Asking({ found, onSend, onChange }: Props) {
  const t = composingWords();
  const first = useRef<HTMLButtonElement>(null);
  const isSecret = found.kinds.length > 0;
  const said = [...found.kinds.map((kind) => t[kind]), ...(found.places.length ? [fill(t.unfilled, { places: found.places.join(", ") })] : [])];
  useLayoutEffect(() => first.current?.focus(), [found]);
  return (
    <div class="asking" role="alertdialog" aria-label={said.join(" ")} data-testid="asking"
      onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); onChange(); } }}>
      {said.map((line) => <p key={line}>{line}</p>)}
      {isSecret && <p class="asking-text" dir="auto"><span class="faint">{t.willRead}</span> {found.masked}</p>}
      <div class="asking-foot">
        {/* The first is what harms nobody. */}
        {isSecret
          ? <button ref={first} type="button" class="primary" data-testid="send-masked" onClick={() => onSend(found.masked)}>{t.sendMasked}</button>
          : <button ref={first} type="button" class="primary" data-testid="change-text" onClick={onChange}>{t.change}</button>}
        {isSecret && <button type="button" data-testid="change-text" onClick={onChange}>{t.change}</button>}
        <button type="button" class="quiet" data-testid="send-anyway" onClick={() => onSend(found.text)}>{isSecret ? t.sendAnyway : t.sendUnfilled}</button>
      </div>
    </div>
  );
}
