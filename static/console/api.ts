// The HTTP side: sign-in, who I am, who else is there.
import type { Code } from "../shared/protocol";

export type Presence = "available" | "away";
export type Role = "agent" | "author" | "supervisor" | "admin";
export interface Me { id: string; name: string; presence: Presence; away_reason: string; role: Role; has_password: boolean }
export interface Colleague {
  id: string; name: string; presence: Presence; load: number; is_connected: boolean; away_reason: string; teams: string[]; languages: string[];
}
type Reply<T> = ({ ok: true } & T) | { ok: false; code: Code | "unreachable" };

export const signIn = (name: string, password: string): Promise<Reply<object>> => ask("/api/sign-in", { name, password });
export const signInByLink = (token: string): Promise<Reply<object>> => ask("/api/sign-in-link", { token });
export const signOut = (): Promise<Reply<object>> => ask("/api/sign-out", {});
export const fetchMe = (): Promise<Reply<Me>> => ask("/api/me");
export const fetchAgents = (): Promise<Reply<{ agents: Colleague[] }>> => ask("/api/agents");

async function ask<T>(path: string, body?: object): Promise<Reply<T>> {
  try {
    const sent = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(path, { credentials: "same-origin", ...sent });
    const told = (await response.json()) as { ok: boolean; error?: { code: Code } };
    if (told.ok) return told as { ok: true } & T;
    return { ok: false, code: told.error?.code ?? "internal" };
  } catch {
    return { ok: false, code: "unreachable" };
  }
}
