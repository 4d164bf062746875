// Text that somebody typed: text nodes only, letter for letter; what is a web address for sure becomes a link.
import type { ComponentChildren } from "preact";
import { blocksOf, type Part } from "../../shared/markup";

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
// A full stop or a bracket after an address belongs to the sentence.
const TAIL = /[.,;:!?)\]}»”]+$/;

/** What the bot or an agent wrote, as the visitor sees it. */
export function Marked({ text }: { text: string }) {
  return (
    <>
      {blocksOf(text).map((block, index) => {
        if (block.kind === "lines") return <div key={index} class="para"><Parts parts={block.parts} /></div>;
        const items = block.items.map((parts, place) => <li key={place}><Parts parts={parts} /></li>);
        return block.isNumbered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
      })}
    </>
  );
}

function Parts({ parts }: { parts: Part[] }) {
  return (
    <>
      {parts.map((one, index) => {
        switch (one.kind) {
          case "bold": return <strong key={index}>{one.text}</strong>;
          case "stress": return <em key={index}>{one.text}</em>;
          case "code": return <code key={index}>{one.text}</code>;
          case "link": return <span key={index}>{one.text} (<SafeLink url={one.url ?? ""} />)</span>;
          case "text": return <Text key={index} text={one.text} />;
        }
      })}
    </>
  );
}

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
