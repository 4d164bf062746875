// What the composer knows beside what is written: canned replies, known tags, mentions, what the visitor is
// writing, suggested answers, and which key sends. Fetched when it is first wanted, and again when it has changed.
import { computed, signal } from "@preact/signals";
import type { AgentCommands, MentionRow, ReplyRow, SuggestedAnswer, TagRow } from "../shared/protocol";
import type { Link } from "../shared/socket";
import type { KeyValue } from "../shared/storage";

export type SendKey = "enter" | "ctrl";
const SEND_KEY = "chatserver.console.send";
// "Nothing is written any more" may be lost.
const DRAFT_LASTS_MS = 60_000;

export class Composing {
  readonly replies = signal<readonly ReplyRow[] | null>(null);
  readonly tags = signal<readonly TagRow[] | null>(null);
  readonly mentions = signal<readonly MentionRow[]>([]);
  readonly mentionCount = computed(() => this.mentions.value.length);
  readonly sendKey = signal<SendKey>("enter");
  private readonly drafts = signal<ReadonlyMap<string, string>>(new Map());
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly link: Link<AgentCommands>, private readonly storage: KeyValue) {
    if (storage.get(SEND_KEY) === "ctrl") this.sendKey.value = "ctrl";
    link.onState((state) => {
      if (state !== "connected") return;
      void this.loadMentions();
      // What has changed while the connection was lost was told to nobody here.
      this.replies.value = null;
    });
    link.onPassing("replies_changed", () => { if (this.replies.peek()) void this.loadReplies(); });
    link.onPassing("mentioned", () => void this.loadMentions());
    link.onPassing("draft_shown", ({ chat_id, text }) => this.hearDraft(chat_id, text));
    link.onEvent((event) => {
      if (event.type === "message_posted" && event.author.kind === "visitor") this.hearDraft(event.chat_id, "");
      if (event.type === "tags_changed") this.tags.value = null;
    });
  }

  /** What the visitor is writing; empty where the site shows no drafts. */
  draftOf(chatId: string): string { return this.drafts.value.get(chatId) ?? ""; }

  sendWith(key: SendKey): void {
    this.sendKey.value = key;
    this.storage.set(SEND_KEY, key);
  }

  async loadReplies(): Promise<void> {
    const answer = await this.link.call("list_replies", {}).catch(() => null);
    if (answer?.ok) this.replies.value = answer.replies;
  }

  async loadTags(): Promise<void> {
    const answer = await this.link.call("list_tags", {}).catch(() => null);
    if (answer?.ok) this.tags.value = answer.tags;
  }

  async suggestionsFor(chatId: string): Promise<SuggestedAnswer[]> {
    const answer = await this.link.call("suggest_answers", { chat_id: chatId }).catch(() => null);
    return answer?.ok ? answer.answers : [];
  }

  /** The notes of this chat are on the screen now. */
  markMentionsRead(chatId: string): void {
    if (!this.mentions.peek().some((mention) => mention.chat_id === chatId)) return;
    this.mentions.value = this.mentions.peek().filter((mention) => mention.chat_id !== chatId);
    void this.link.call("read_mentions", { chat_id: chatId }).catch(() => null);
  }

  private async loadMentions(): Promise<void> {
    const answer = await this.link.call("list_mentions", {}).catch(() => null);
    if (answer?.ok) this.mentions.value = answer.mentions;
  }

  private hearDraft(chatId: string, text: string): void {
    clearTimeout(this.timers.get(chatId));
    if (!text && !this.drafts.peek().has(chatId)) return;
    const next = new Map(this.drafts.peek());
    if (text) next.set(chatId, text); else next.delete(chatId);
    this.drafts.value = next;
    if (text) this.timers.set(chatId, setTimeout(() => this.hearDraft(chatId, ""), DRAFT_LASTS_MS));
  }
}
