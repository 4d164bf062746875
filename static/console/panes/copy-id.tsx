// A ChatID with a button that copies it.
import { useState } from "preact/hooks";
import { words } from "../strings";
import { Icon } from "./icons";

const SHOWN_MS = 1600;

export function CopyId({ chatId, isMain }: { chatId: string; isMain?: boolean }) {
  const t = words();
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await copyText(chatId);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  }
  return (
    <span class="copy-id">
      <code data-testid={isMain ? "chat-id" : undefined}>{chatId}</code>
      <button class="quiet icon-only tiny" aria-label={t.copy} title={t.copy} onClick={() => void copy()}><Icon name={isCopied ? "check" : "copy"} /></button>
      <span class="copied" role="status">{isCopied && t.copied}</span>
    </span>
  );
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain http in a local network there is no clipboard API.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
