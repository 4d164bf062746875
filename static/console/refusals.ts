// A refusal in the agent's own words; the server's message is English and made for those who write clients.
import type { Code } from "../shared/protocol";
import { fill, words, type Strings } from "./strings";

const TEXTS: Record<Code, keyof Strings> = {
  busy: "busy", draining: "draining", rate_limited: "rateLimited", bad_request: "badRequest", too_long: "tooLong",
  forbidden: "forbidden", closed: "closedRefusal", conflict: "conflict", taken: "takenBySomeone", blocked: "blockedRefusal", internal: "internal",
  // Only visitors are asked who they are.
  bad_identity: "badRequest",
};

export function refusalText(code: Code, by: string | null): string {
  if (code === "taken" && by) return fill(words().taken, { name: by });
  return words()[TEXTS[code]] ?? words().internal;
}
