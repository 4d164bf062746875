// Time on the screen: the server's clock, ticking each second, and what it says about a waiting chat.
import { signal } from "@preact/signals";
import type { ChatRow } from "../shared/protocol";

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
export interface Clock { state: ClockState; waitedMs: number; leftShare: number }
// As in chatserver/core/sla.py.
const AT_RISK_SHARE = 0.5;

/** The clock of a chat that no human has answered since it was handed off; null when none runs. */
export function clockOf(row: ChatRow, at: number): Clock | null {
  if (!row.waiting_since || !row.first_response_due_at || row.first_answered_at) return null;
  if (row.status !== "queued" && row.status !== "assigned") return null;
  const since = Date.parse(row.waiting_since), due = Date.parse(row.first_response_due_at);
  const leftShare = Math.min(1, Math.max(0, (due - at) / (due - since)));
  const state = at >= due ? "breached" : 1 - leftShare >= AT_RISK_SHARE ? "at_risk" : "on_track";
  return { state, waitedMs: Math.max(0, at - since), leftShare };
}
