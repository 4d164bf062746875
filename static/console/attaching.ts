// What this agent has attached and not sent yet, one tray for each chat.
import { signal } from "@preact/signals";
import type { Attachment } from "../shared/protocol";
import { Uploads } from "../shared/uploads";

export class Attaching {
  private readonly trays = new Map<string, Uploads>();
  private readonly changes = signal(0);
  private limits: Uploads["limits"] = null;

  /** The files of this chat; whoever reads them is drawn anew when they change. */
  of(chatId: string): Uploads {
    void this.changes.value;
    let tray = this.trays.get(chatId);
    if (!tray) {
      // The session's cookie goes along by itself.
      tray = new Uploads(() => ({}), () => chatId, () => this.changed(chatId));
      this.trays.set(chatId, tray);
    }
    tray.limits ??= this.limits;
    return tray;
  }

  putBack(chatId: string, files: readonly Attachment[]): void { this.of(chatId).putBack(files); }

  private changed(chatId: string): void {
    this.limits = this.trays.get(chatId)?.limits ?? this.limits;
    this.changes.value++;
  }
}
