// A visitor tells their ChatID on the phone: this opens it.
import { useStore } from "../store";
import { words } from "../strings";
import { Icon } from "./icons";

export function FindChat() {
  const store = useStore();
  const t = words();
  function open(event: Event): void {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("chat") as HTMLInputElement;
    if (!field.value.trim()) return;
    store.openChat(canonical(field.value));
    field.value = "";
  }
  return (
    <form class="find" onSubmit={open}>
      <Icon name="search" />
      <input id="find-chat" name="chat" data-testid="find-chat" aria-label={t.findChat} placeholder={t.chatId} autocomplete="off" spellcheck={false} maxLength={20} />
    </form>
  );
}

/** As the server writes it, since events name the chat so; the server checks the symbols. */
export function canonical(text: string): string {
  const symbols = text.toUpperCase().replace(/[\s\-–—_.]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0").replace(/U/g, "V");
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}
