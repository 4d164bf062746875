// What this agent writes: through the shared outbox, so that nothing is lost; refused words go back into the composer.
import { signal } from "@preact/signals";
import { Outbox, type Letter } from "../shared/outbox";
import type { AgentCommands, Attachment, Code } from "../shared/protocol";
import type { Link } from "../shared/socket";
import { newId } from "../shared/ids";
import type { KeyValue } from "../shared/storage";
import type { Attaching } from "./attaching";
import type { Drafts, Mode } from "./drafts";

// The chat is not this agent's any more: sending again changes nothing, so the words go back to their writer.
const LOST: readonly Code[] = ["taken", "conflict", "forbidden", "closed"];

/** A letter that the server has, until its event is here too; otherwise it would vanish for a moment. */
interface Sent { letter: Letter; seq: number }

export class Outgoing {
  private readonly outbox: Outbox;
  private readonly changes = signal(0);
  private readonly sent = signal<readonly Sent[]>([]);

  constructor(
    link: Link<AgentCommands>, private readonly storage: KeyValue, private readonly key: string, private readonly drafts: Drafts, private readonly version: (chatId: string) => number,
    private readonly attaching: Attaching,
    private readonly onLost: (chatId: string, code: Code, by: string | null) => void,
  ) {
    let lostTo: string | null = null;
    const send = async (letter: Letter) => {
      const fields = { chat_id: letter.chatId, client_id: letter.clientId, text: letter.text };
      const answer = letter.kind === "note"
        ? await link.call("add_note", fields)
        : await link.call("post_message", { ...fields, version: letter.version ?? 0, files: (letter.files ?? []).map((file) => file.file_id) });
      if (!answer.ok) {
        lostTo = answer.error.by ?? null;
        // After the outbox has taken the refusal in.
        setTimeout(() => this.takeBackLost(letter.chatId, lostTo));
      }
      return answer;
    };
    this.outbox = new Outbox(
      storage, key, send, () => { this.changes.value++; },
      (letter, ack) => { this.sent.value = [...this.sent.value.slice(-20), { letter, seq: ack.seq }]; },
    );
  }

  /** True while a reload would lose something that was written. */
  get isAtRisk(): boolean {
    void this.changes.value;
    return (this.outbox.count && !this.storage.isKept(this.key)) || this.drafts.isAtRisk;
  }

  /** How many messages and notes the server has not taken yet. */
  get unsent(): number {
    void this.changes.value;
    return this.outbox.count;
  }

  /** What of this chat the transcript does not show yet. */
  pending(chatId: string, seq: number): Letter[] {
    void this.changes.value;
    const arriving = this.sent.value.filter((sent) => sent.letter.chatId === chatId && sent.seq > seq);
    return [...arriving.map((sent) => sent.letter), ...this.outbox.of(chatId)];
  }

  isArriving(clientId: string): boolean { return this.sent.value.some((sent) => sent.letter.clientId === clientId); }

  write(chatId: string, mode: Mode, text: string, files: Attachment[]): void {
    this.outbox.add({
      chatId, clientId: newId(), text,
      ...(mode === "note" ? { kind: "note" } : { kind: "message", version: this.version(chatId), files }),
    });
  }

  /** The same client id, so that it cannot arrive twice; the version of now, since the chat may be ours again. */
  retry(letter: Letter): void {
    if (letter.kind === "message") letter.version = this.version(letter.chatId);
    this.outbox.retry(letter.clientId);
  }

  putBack(letter: Letter): void {
    this.outbox.drop(letter.clientId);
    const mode = letter.kind === "note" ? "note" : "reply";
    if (letter.text) this.drafts.putBack(letter.chatId, letter.text, mode);
    this.attaching.putBack(letter.chatId, letter.files ?? []);
    this.drafts.setMode(letter.chatId, mode);
  }

  flush(): void { void this.outbox.flush(); }

  private takeBackLost(chatId: string, by: string | null): void {
    for (const letter of this.outbox.of(chatId)) {
      if (!letter.failed || !LOST.includes(letter.failed.code)) continue;
      const { code } = letter.failed;
      this.putBack(letter);
      this.onLost(chatId, code, by);
    }
  }
}
