// Asking the server until it answers: with the same client id that is safe. And the tokens that this takes.
import { RETRYABLE, type Answer } from "../shared/protocol";

const TRIES = 4;
const PAUSE_MS = 800;

/** Returns the ack, or null when the answer was a final no or none came. */
export async function insist<Ack>(ask: () => Promise<Answer<Ack>>): Promise<Ack | null> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const answer = await ask().catch(() => null);
    if (answer?.ok) return answer;
    if (answer && !RETRYABLE.includes(answer.error.code)) return null;
    const seconds = answer?.error.retry_after;
    await new Promise((go) => setTimeout(go, seconds === undefined ? PAUSE_MS * tries : seconds * 1000 * (1 + Math.random())));
  }
  return null;
}

/** The visitor's credential: 256 bits, 43 characters. */
export function newToken(): string {
  const random = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...random)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
