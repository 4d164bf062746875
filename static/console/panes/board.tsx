// The board: how the promise is kept, for supervisors. Every plot has a table behind it.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { BoardAck, ReportAck, WaitGroup } from "../../shared/protocol";
import { dateTimeOf, durationOf, languageName, numberOf, percentOf, spanOf, timeOf, weekdayName } from "../format";
import { useStore } from "../store";
import { fill, words } from "../strings";
import { deskWords } from "../strings/desk";
import { BoardAgents, BoardLanguages, Scroll, Staffing } from "./board-people";
import { DayLine, Legend, levelOf, WeekGrid } from "./plots";

export function Board() {
  const store = useStore();
  const t = words();
  const data = store.boardData, board = data.board.value, week = data.week.value;
  useEffect(() => data.watch(), [data]);
  return (
    <main class="board" data-testid="board" aria-label={t.board}>
      <header class="board-head">
        <h2>{t.board}</h2>
        {board && <p class="faint">{fill(t.boardAsOf, { time: timeOf(board.now), zone: board.zone })}</p>}
        <p class="board-files">
          <a href={data.csv("figures")} download data-testid="board-csv">{t.figuresCsv}</a>
          <a href={data.csv("breaches")} download>{t.breachesCsv}</a>
        </p>
      </header>
      {data.hasFailed.value && <p class="board-failed" role="alert">{t.boardFailed}</p>}
      {board ? <Numbers board={board} /> : !data.hasFailed.value && <p class="list-note">{t.loading}</p>}
      {board && (
        <div class="board-grid">
          <Panel title={t.byHalfHour}>
            {board.half_hours.length === 0 ? <p class="faint">{t.noData}</p> : (
              <>
                <DayLine halfHours={board.half_hours} label={`${t.byHalfHour}: ${percentOf(board.today.share)}`} />
                <GroupTable title={t.byHalfHour} head={t.time} rows={board.half_hours} />
              </>
            )}
          </Panel>
          <div class="panels">
            <Panel title={t.staffing}><Staffing board={board} /></Panel>
            <Panel title={t.dueSoon}><Due board={board} /></Panel>
          </div>
          <Panel title={t.agentsNow}><BoardAgents board={board} /></Panel>
          <Panel title={t.languagesNow}><BoardLanguages board={board} /></Panel>
          <Panel title={t.byWeekHour} isWide>{week ? <Week week={week} /> : <p class="faint">{t.loading}</p>}</Panel>
          {week && <Panel title={t.sevenDays} isWide><SevenDays week={week} /></Panel>}
        </div>
      )}
    </main>
  );
}

function Numbers({ board }: { board: BoardAck }) {
  const t = words();
  const next = board.languages[0];
  const decided = ({ kept, broken, tickets }: WaitGroup): string => fill(t.ofDecided, { kept, all: kept + broken + tickets });
  const withTickets = board.today.tickets ? `; ${fill(t.ticketsKept, { share: percentOf(board.today.share_with_tickets) })}` : "";
  return (
    <dl class="numbers">
      <Figure name="lately" label={t.inTimeLately} value={percentOf(board.lately.share)} level={board.lately.share} note={decided(board.lately)} />
      <Figure name="today" label={t.inTimeToday} value={percentOf(board.today.share)} level={board.today.share} note={decided(board.today) + withTickets} />
      <Figure name="waiting" label={t.waitingNow} value={numberOf(board.waiting)}
        note={board.longest_wait_s === null ? t.emptyQueue : fill(t.longestWait, { time: durationOf(board.longest_wait_s) })} />
      <Figure name="p50" label={t.halfWaited} value={durationOf(board.today.p50_s)} note={fill(t.mostWaited, { time: durationOf(board.today.p95_s) })} />
      <Figure name="next" label={t.nextWaits} value={next ? spanOf(next.low_s, next.high_s) : "–"}
        note={!next ? t.noData : next.low_s === null ? `${languageName(next.lang)}: ${t.nobodyThere}` : fill(t.nextPlace, { lang: languageName(next.lang), place: next.position })} />
      <Figure name="left" label={t.leftToday} value={numberOf(board.today.left)} note={fill(t.offersLapsed, { count: board.offers_lapsed })} />
    </dl>
  );
}

function Figure({ name, label, value, note, level = null }: { name: string; label: string; value: string; note: string; level?: number | null }) {
  return (
    <div class={level === null ? "figure" : `figure ${levelOf(level)}`} data-testid={`figure-${name}`}>
      <dt>{label}</dt><dd class="figure-value">{value}</dd><dd class="figure-note">{note}</dd>
    </div>
  );
}

function Panel({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ComponentChildren }) {
  return <section class={isWide ? "panel wide-panel" : "panel"} aria-label={title}><h3>{title}</h3>{children}</section>;
}

/** What the plot shows, to read or to copy. */
function GroupTable({ title, head, rows, nameOf = (key) => key }: { title: string; head: string; rows: WaitGroup[]; nameOf?: (key: string) => string }) {
  const t = words();
  return (
    <details class="behind">
      <summary>{t.showTable}</summary>
      <Scroll label={title}>
        <table>
          <thead><tr><th scope="col">{head}</th><th scope="col">{t.asked}</th><th scope="col">{t.inTime}</th><th scope="col">{t.half}</th><th scope="col">95 %</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}><th scope="row">{nameOf(row.key)}</th><td>{row.asked}</td><td>{percentOf(row.share)}</td><td>{durationOf(row.p50_s)}</td><td>{durationOf(row.p95_s)}</td></tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

function Week({ week }: { week: ReportAck }) {
  const t = words();
  if (!week.by_weekday.length) return <p class="faint">{t.noData}</p>;
  return (
    <>
      <Scroll label={t.byWeekHour}><WeekGrid cells={week.by_weekday} label={`${t.byWeekHour}: ${percentOf(week.total.share)}`} /></Scroll>
      <Legend />
      <details class="behind">
        <summary>{t.showTable}</summary>
        <Scroll label={t.byWeekHour}>
          <table>
            <thead><tr><th scope="col">{t.time}</th><th scope="col">{t.asked}</th><th scope="col">{t.inTime}</th></tr></thead>
            <tbody>
              {week.by_weekday.map((cell) => (
                <tr key={`${cell.weekday} ${cell.hour}`}><th scope="row">{`${weekdayName(cell.weekday)} ${cell.hour}:00`}</th><td>{cell.asked}</td><td>{percentOf(cell.share)}</td></tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </>
  );
}

function SevenDays({ week }: { week: ReportAck }) {
  const store = useStore();
  const t = words();
  const { forecasts, tickets } = week;
  return (
    <>
      <p>{fill(t.weekForecasts, { share: percentOf(forecasts.coverage), count: forecasts.told, bias: forecasts.bias_s === null ? "–" : numberOf(Math.round(forecasts.bias_s), "signed") })}</p>
      <p>{fill(t.weekTickets, { offered: tickets.offered, taken: tickets.taken, needless: tickets.needless })}</p>
      <p>{fill(t.weekLeft, { left: week.total.left, list: week.left_after.map((one) => `${one.minute + 1}: ${one.count}`).join(", ") || "–" })}</p>
      <GroupTable title={t.dPlan} head={t.dPlan} rows={week.by_plan} nameOf={(key) => key || t.unknown} />
      <details class="behind">
        <summary>{fill(t.brokenPromises, { count: week.breach_count })}</summary>
        <Scroll label={fill(t.brokenPromises, { count: week.breach_count })}>
          <table>
            <thead><tr><th scope="col">{t.chatId}</th><th scope="col">{t.time}</th><th scope="col">{t.language}</th><th scope="col">{t.waited}</th></tr></thead>
            <tbody>
              {week.breaches.map((one) => (
                <tr key={one.chat_id + one.joined_at}>
                  <th scope="row"><button class="quiet" onClick={() => store.openChat(one.chat_id)}>{one.chat_id}</button></th>
                  <td>{dateTimeOf(one.joined_at)}</td><td>{languageName(one.lang)}</td><td>{durationOf(one.waited_s)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </>
  );
}

function Due({ board }: { board: BoardAck }) {
  const store = useStore();
  if (!board.clocks_due.length) return <p class="faint">{words().noneDue}</p>;
  return (
    <ul class="due">
      {board.clocks_due.map((one) => (
        <li key={one.chat_id + one.kind}>
          <button class="quiet" onClick={() => store.openChat(one.chat_id)}>{one.chat_id}</button>
          <span class="faint">{deskWords()[one.kind]}</span>
          <time dateTime={one.due_at}>{timeOf(one.due_at)}</time>
        </li>
      ))}
    </ul>
  );
}
