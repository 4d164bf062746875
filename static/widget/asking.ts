// Asking the server until it answers: with the same client id that is safe. And the ids and tokens that this takes.
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
    await new Promise((go) => setTimeout(go, seconds === undefined ? PAUSE_MS * tries : seconds * 1000));
  }
  return null;
}

// `crypto.randomUUID` is missing on pages without TLS.
export const newId = (): string => randomText(16);
/** The visitor's credential: 256 bits, 43 characters. */
export const newToken = (): string => randomText(32);

function randomText(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...random)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
