// How an offer makes itself heard: a short sound, and a notification of the desktop; both only if this agent wants them.
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { ChatRow } from "../shared/protocol";
import type { KeyValue } from "../shared/storage";
import { visitorName } from "./format";
import { words } from "./strings";

// Two notes that rise; quiet, since they are heard fifty times a day.
const NOTES_HZ = [660, 880];
const NOTE_S = 0.14;
const LOUDNESS = 0.12;

export class Ringing {
  readonly hasSound = signal(true);
  readonly wantsNotice = signal(false);
  private readonly rung = new Set<string>();
  private sound: AudioContext | null = null;

  constructor(private readonly storage: KeyValue, offers: ReadonlySignal<ChatRow[]>) {
    this.hasSound.value = storage.get("chatserver.console.sound") !== "off";
    this.wantsNotice.value = storage.get("chatserver.console.notice") === "on" && this.permission === "granted";
    this.stop = effect(() => {
      for (const row of offers.value) this.ring(row);
    });
  }

  readonly stop: () => void;

  /** `unsupported` where the browser has no notifications, over plain http for one. */
  get permission(): NotificationPermission | "unsupported" {
    return typeof Notification === "undefined" || !isSecureContext ? "unsupported" : Notification.permission;
  }

  setSound(on: boolean): void {
    this.hasSound.value = on;
    this.storage.set("chatserver.console.sound", on ? "on" : "off");
    if (on) this.play();
  }

  /** Asks the browser, which asks the agent: only ever after a click of theirs. */
  async setNotice(on: boolean): Promise<void> {
    const granted = on && this.permission !== "unsupported" && (await Notification.requestPermission()) === "granted";
    this.wantsNotice.value = granted;
    this.storage.set("chatserver.console.notice", granted ? "on" : "off");
  }

  play(): void {
    try {
      // Made at the first sound: a browser allows none before the first click.
      const sound = (this.sound ??= new AudioContext());
      void sound.resume();
      NOTES_HZ.forEach((pitch, place) => {
        const from = sound.currentTime + place * NOTE_S, tone = sound.createOscillator(), volume = sound.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(LOUDNESS, from);
        volume.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S);
        tone.connect(volume).connect(sound.destination);
        tone.start(from);
        tone.stop(from + NOTE_S);
      });
    } catch { /* No sound on this machine: the card is there. */ }
  }

  private ring(row: ChatRow): void {
    const id = row.offer?.offer_id;
    if (!id || this.rung.has(id)) return;
    this.rung.add(id);
    if (this.rung.size > 100) this.rung.delete(this.rung.values().next().value ?? "");
    if (this.hasSound.peek()) this.play();
    if (this.wantsNotice.peek() && this.permission === "granted" && (document.hidden || !document.hasFocus())) {
      const told = new Notification(words().offer, { body: `${visitorName(row)} – ${row.title ?? words().unknownTopic}`, tag: id });
      told.onclick = () => { focus(); told.close(); };
    }
  }
}
