// Plots, drawn by hand as SVG: a line of shares through the day, and a week of hours. Each has its table beside it.
import type { WaitGroup, WeekCell } from "../../shared/protocol";
import { percentOf, weekdayName } from "../format";
import { words } from "../strings";

const WANTED = 0.95, FAIR = 0.8;
const HOURS = [...Array(24).keys()], DAYS = [...Array(7).keys()];

/** The share of each half hour of the day; a line between neighbours, so that a gap is seen as one. */
export function DayLine({ halfHours, label }: { halfHours: WaitGroup[]; label: string }) {
  const left = 44, right = 456, top = 8, bottom = 118;
  const x = (slot: number): number => left + ((slot + 0.5) / 48) * (right - left);
  const y = (share: number): number => bottom - share * (bottom - top);
  const points = halfHours.flatMap(({ key, share, asked }) => (share === null ? [] : [{ slot: slotOf(key), share, key, asked }]));
  const path = points.map((point, at) => `${points[at - 1]?.slot === point.slot - 1 ? "L" : "M"}${x(point.slot)} ${y(point.share)}`).join("");
  return (
    <svg class="plot" viewBox="0 0 480 140" role="img" aria-label={label}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line class="grid" x1={left} x2={right} y1={y(share)} y2={y(share)} />
          <text x={left - 4} y={y(share) + 4} text-anchor="end">{percentOf(share)}</text>
        </g>
      ))}
      <line class="wanted" x1={left} x2={right} y1={y(WANTED)} y2={y(WANTED)} />
      {[0, 6, 12, 18, 24].map((hour) => (
        <text key={hour} x={left + (hour / 24) * (right - left)} y={bottom + 16} text-anchor="middle">{`${hour}:00`}</text>
      ))}
      <path class="line" d={path} />
      {points.map((point) => (
        <circle key={point.key} class={levelOf(point.share)} cx={x(point.slot)} cy={y(point.share)} r={3.5}>
          <title>{`${point.key}: ${percentOf(point.share)} (${point.asked})`}</title>
        </circle>
      ))}
    </svg>
  );
}

/** A week of hours: a cell for each in which somebody asked, with its share in percent. */
export function WeekGrid({ cells, label }: { cells: WeekCell[]; label: string }) {
  const left = 40, top = 18, width = 30, height = 24;
  const known = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  return (
    <svg class="plot" viewBox={`0 0 ${left + 24 * width} ${top + 7 * height}`} role="img" aria-label={label}>
      {HOURS.map((hour) => <text key={hour} x={left + (hour + 0.5) * width} y={12} text-anchor="middle">{hour}</text>)}
      {DAYS.map((day) => (
        <g key={day} transform={`translate(0 ${top + day * height})`}>
          <text x={left - 6} y={height / 2 + 4} text-anchor="end">{weekdayName(day)}</text>
          {HOURS.map((hour) => <Cell key={hour} cell={known.get(`${day} ${hour}`)} x={left + hour * width} width={width} height={height} />)}
        </g>
      ))}
    </svg>
  );
}

function Cell({ cell, x, width, height }: { cell: WeekCell | undefined; x: number; width: number; height: number }) {
  const share = cell?.share ?? null;
  return (
    <g class={share === null ? "cell" : `cell ${levelOf(share)}`}>
      <rect x={x + 1} y={1} width={width - 2} height={height - 2} rx={3} />
      {share !== null && <text x={x + width / 2} y={height / 2 + 4} text-anchor="middle">{Math.floor(share * 100 + 1e-9)}</text>}
      {cell && <title>{`${weekdayName(cell.weekday)} ${cell.hour}:00: ${percentOf(share)} (${cell.asked})`}</title>}
    </g>
  );
}

export function Legend() {
  const t = words();
  return (
    <ul class="legend">
      <li><span class="swatch good" />{t.levelGood}</li>
      <li><span class="swatch fair" />{t.levelFair}</li>
      <li><span class="swatch poor" />{t.levelPoor}</li>
    </ul>
  );
}

export const levelOf = (share: number): "good" | "fair" | "poor" => (share >= WANTED ? "good" : share >= FAIR ? "fair" : "poor");

function slotOf(key: string): number {
  const [hour, minute] = key.split(":").map(Number);
  return (hour ?? 0) * 2 + (minute === 30 ? 1 : 0);
}
