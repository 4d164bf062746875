// Who is there and what they have to do, language by language, and how many it takes.
import type { ComponentChildren } from "preact";
import type { BoardAck } from "../../shared/protocol";
import { languageName, numberOf, percentOf, spanOf } from "../format";
import { fill, words } from "../strings";

export function BoardAgents({ board }: { board: BoardAck }) {
  const t = words();
  if (!board.agents.length) return <p class="faint">{t.nobodyThere}</p>;
  return (
    <Scroll label={t.agentsNow}>
      <table>
        <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.presence}</th><th scope="col">{t.chats}</th></tr></thead>
        <tbody>
          {board.agents.map((one) => (
            <tr key={one.id} data-testid="board-agent">
              <th scope="row">{one.name}<small>{one.languages.map(languageName).join(", ") || t.allLanguages}</small></th>
              <td>{one.is_connected ? (one.presence === "available" ? t.available : t.away) : t.offline}</td>
              <td class="load">
                <span class="load-bar" aria-hidden="true"><span class={one.load >= one.cap ? "full" : ""} style={{ width: `${Math.min(1, one.load / Math.max(1, one.cap)) * 100}%` }} /></span>
                {fill(t.loadOf, { load: one.load, cap: one.cap })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function BoardLanguages({ board }: { board: BoardAck }) {
  const t = words();
  if (!board.languages.length) return <p class="faint">{t.noData}</p>;
  return (
    <Scroll label={t.languagesNow}>
      <table>
        <thead><tr><th scope="col">{t.language}</th><th scope="col">{t.inTime}</th><th scope="col">{t.waiting}</th><th scope="col">{t.agentsNow}</th><th scope="col">{t.nextWaits}</th></tr></thead>
        <tbody>
          {board.languages.map((one) => (
            <tr key={one.lang}>
              <th scope="row">{languageName(one.lang)}{one.lang === board.weakest && <small class="weakest">{t.weakest}</small>}</th>
              <td>{percentOf(one.today.share)}</td><td>{one.waiting}</td><td>{one.agents}</td>
              <td>{one.low_s === null ? t.nobodyThere : spanOf(one.low_s, one.high_s)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function Staffing({ board }: { board: BoardAck }) {
  const t = words();
  const { staffing } = board;
  if (!staffing.per_hour) return <p class="faint">{t.quietHour}</p>;
  const short = staffing.languages.filter((one) => one.short_by > 0);
  return (
    <>
      <p data-testid="staffing">{fill(t.staffingLine, {
        perHour: numberOf(staffing.per_hour), minutes: numberOf(staffing.handling_s / 60), needed: staffing.needed, there: staffing.there,
        share: percentOf(staffing.wanted_share), target: numberOf(board.target_s / 60),
      })}</p>
      {short.length === 0 ? <p class="faint">{staffing.short_by ? "" : t.enoughAgents}</p> : (
        <ul class="short">{short.map((one) => <li key={one.lang}>{fill(t.shortBy, { lang: languageName(one.lang), count: one.short_by })}</li>)}</ul>
      )}
    </>
  );
}

/** What is too wide is moved sideways, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return <div class="scroll-x" tabIndex={0} role="group" aria-label={label}>{children}</div>;
}
