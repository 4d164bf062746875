// The board's data: fetched every few seconds while it is open and seen; the week's report now and then.
import { signal } from "@preact/signals";
import type { AgentCommands, BoardAck, Code, ReportAck } from "../shared/protocol";
import type { Link } from "../shared/socket";
import { tellTime } from "./clock";

const BOARD_MS = 5_000;
const REPORT_MS = 5 * 60_000;
const DAYS = 7;

export class BoardData {
  readonly board = signal<BoardAck | null>(null);
  readonly week = signal<ReportAck | null>(null);
  readonly hasFailed = signal(false);
  private zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  private reportedAt = 0;

  constructor(private readonly link: Link<AgentCommands>, private readonly onForbidden: () => void) {}

  /** Fetches again and again until the returned function is called. */
  watch(): () => void {
    let isOver = false, timer: ReturnType<typeof setTimeout> | undefined;
    const turn = async (): Promise<void> => {
      if (!document.hidden) await this.fetch();
      if (!isOver) timer = setTimeout(() => void turn(), BOARD_MS);
    };
    const onSeen = (): void => { if (!document.hidden) void this.fetch(); };
    document.addEventListener("visibilitychange", onSeen);
    void turn();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }

  /** The address of a file with the last seven days. */
  csv(table: "figures" | "breaches"): string {
    return `/api/report.csv?${new URLSearchParams({ since: weekAgo(), zone: this.zone, table })}`;
  }

  async fetch(): Promise<void> {
    const answer = await this.link.call("get_board", { zone: this.zone }).catch(() => null);
    if (!answer?.ok) return this.fail(answer?.error.code);
    this.hasFailed.value = false;
    tellTime(answer.now);
    this.board.value = answer;
    if (Date.now() - this.reportedAt < REPORT_MS) return;
    const week = await this.link.call("get_report", { since: weekAgo(), zone: this.zone }).catch(() => null);
    if (!week?.ok) return;
    this.reportedAt = Date.now();
    this.week.value = week;
  }

  private fail(code: Code | undefined): void {
    // A browser may know a zone by a name that the server does not.
    if (code === "bad_request" && this.zone !== "UTC") this.zone = "UTC";
    else if (code === "forbidden") this.onForbidden();
    this.hasFailed.value = true;
  }
}

function weekAgo(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - DAYS + 1);
  return day.toISOString();
}
