// Text that somebody typed: text nodes only, letter for letter; what is a web address for sure becomes a link.
import type { ComponentChildren } from "preact";

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
// A full stop or a bracket after an address belongs to the sentence.
const TAIL = /[.,;:!?)\]}»”]+$/;

export function Text({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(TAIL, "");
    if (!safeUrl(address)) continue;
    parts.push(text.slice(from, found.index), <SafeLink url={address} />);
    from = found.index + address.length;
  }
  return <>{parts}{text.slice(from)}</>;
}

export function SafeLink({ url }: { url: string }) {
  const safe = safeUrl(url);
  // `dir` isolates it: a direction override in the text before it must not show another address than it opens.
  return safe ? <a dir="ltr" href={safe} target="_blank" rel="noopener noreferrer nofollow">{url}</a> : <>{url}</>;
}

function safeUrl(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
