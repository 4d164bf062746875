// A quiet sound for a new message, made on the spot: no file. Loaded when the visitor has asked for it.
import type { Tools } from "./tools";

export type Sound = ReturnType<typeof createSound>;

// Two soft notes, a fifth apart.
const NOTES_HZ = [587.33, 880];
const NOTE_S = 0.11;
const LOUDNESS = 0.08;
// By then, the tab in which the chat is being read has said so.
const OTHERS_READ_MS = 300;
const WOKEN_MS = 500;
const ONE_TAB_MS = 1_000;
// What `unread.ts` keeps: the chat, and up to where it has been read.
const READ = "chatserver.visitor.read";

export function createSound({ chat, storage }: Pick<Tools, "chat" | "storage">) {
  let context: AudioContext | undefined;

  /** Plays, once for all tabs of the browser, unless one of them shows the chat. */
  async function ring(): Promise<void> {
    await pause(OTHERS_READ_MS);
    const [chatId, seq] = storage.get(READ)?.split(" ") ?? [];
    if (chatId === chat.state?.chatId && Number(seq) >= (chat.state?.seq ?? 0)) return;
    // Missing on pages without TLS: then each tab plays.
    const locks = navigator.locks as LockManager | undefined;
    if (!locks) return void play();
    await locks.request("chatserver.visitor.ringing", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      void play();
      await pause(ONE_TAB_MS);
    });
  }

  /** A browser that has seen no click on this page yet stays silent, and does not catch up on it later. */
  async function play(): Promise<void> {
    context ??= new AudioContext();
    await Promise.race([context.resume(), pause(WOKEN_MS)]);
    if (context.state !== "running") return;
    const from = context.currentTime;
    NOTES_HZ.forEach((pitch, index) => {
      if (!context) return;
      const tone = context.createOscillator();
      const volume = context.createGain();
      const at = from + index * NOTE_S;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 3 * NOTE_S);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 3 * NOTE_S);
    });
  }

  return { ring, play };
}

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));
