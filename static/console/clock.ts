// Time on the screen: the server's clock, ticking each second, and what it says about the promises to a visitor.
import { signal } from "@preact/signals";
import type { ChatRow, ClockRow } from "../shared/protocol";

/** The server's time in ms; a local clock that is wrong must not make a visitor look late. */
export const now = signal(Date.now());
let offsetMs = 0;

export function tellTime(serverNow: string): void {
  offsetMs = Date.parse(serverNow) - Date.now();
  now.value = Date.now() + offsetMs;
}

export function startTicking(): void {
  const tick = (): void => {
    now.value = Date.now() + offsetMs;
    // On the second, so that all clocks turn together.
    setTimeout(tick, 1000 - ((Date.now() + offsetMs) % 1000));
  };
  tick();
}

export type ClockState = "on_track" | "at_risk" | "breached";
/** `leftMs` is below 0 once the promise is broken; `waitedMs` counts from the start. */
export interface Clock { kind: ClockRow["kind"]; state: ClockState; waitedMs: number; leftMs: number; leftShare: number }
// As in chatserver/core/sla.py.
const AT_RISK_SHARE = 0.5;
// The end of this one breaks no promise.
const NO_PROMISE = "auto_close";

/** The promise that ends next, or was broken first; the wait for the first answer goes before all others. */
export function clockOf(row: ChatRow, at: number): Clock | null {
  return pickupOf(row, at) ?? promisesOf(row, at)[0] ?? null;
}

/** The promises that run, the one that ends next first. */
export function promisesOf(row: ChatRow, at: number): Clock[] {
  return row.clocks.filter((one) => one.kind !== NO_PROMISE && (one.state === "running" || one.state === "breached")).map((one) => {
    const since = Date.parse(one.started_at), due = Date.parse(one.due_at);
    const state = one.state === "breached" || at >= due ? "breached" : one.is_at_risk ? "at_risk" : "on_track";
    return { kind: one.kind, state, waitedMs: Math.max(0, at - since), leftMs: due - at, leftShare: share(due - at, due - since) };
  });
}

/** When the next promise ends, in ms; never, if nothing is promised. Does not read the ticking clock. */
export function nextDue(row: ChatRow): number {
  const dues = row.clocks.filter((one) => one.kind !== NO_PROMISE && one.state !== "paused").map((one) => Date.parse(one.due_at));
  if (row.first_response_due_at && !row.first_answered_at) dues.push(Date.parse(row.first_response_due_at));
  return Math.min(...dues, Infinity);
}

/** The clock of a chat that no human has answered since it was handed off. */
function pickupOf(row: ChatRow, at: number): Clock | null {
  if (!row.waiting_since || !row.first_response_due_at || row.first_answered_at) return null;
  if (row.status !== "queued" && row.status !== "assigned") return null;
  const since = Date.parse(row.waiting_since), due = Date.parse(row.first_response_due_at);
  const leftShare = share(due - at, due - since);
  const state = at >= due ? "breached" : 1 - leftShare >= AT_RISK_SHARE ? "at_risk" : "on_track";
  return { kind: "pickup", state, waitedMs: Math.max(0, at - since), leftMs: due - at, leftShare };
}

const share = (left: number, whole: number): number => (whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0);
