// The small Markdown of the bot's and the agents' words: **bold**, *stress*, `code`, [links](https://…) and lists.
// Pure: it says what the parts are, and each screen makes its own nodes of them. A visitor's text is never read so.

export interface Part { kind: "text" | "bold" | "stress" | "code" | "link"; text: string; url?: string }
export type Block = { kind: "lines"; parts: Part[] } | { kind: "list"; isNumbered: boolean; items: Part[][] };

const INLINE = /\\([\\`*[\]])|`([^`\n]+)`|\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g;
const ITEM = /^ {0,3}(?:[-•]|(\d{1,3})[.)]) +(.+)$/;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.some((line) => line)) blocks.push({ kind: "lines", parts: partsOf(lines.join("\n").replace(/^\n+|\n+$/g, "")) });
    lines = [];
  };
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    if (!item) { lines.push(line); continue; }
    flush();
    const isNumbered = item[1] !== undefined;
    const last = blocks.at(-1);
    const isSame = last?.kind === "list" && last.isNumbered === isNumbered;
    const list = isSame ? last : { kind: "list" as const, isNumbered, items: [] };
    if (!isSame) blocks.push(list);
    list.items.push(partsOf(item[2] ?? ""));
  }
  flush();
  return blocks;
}

export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > from) parts.push({ kind: "text", text: text.slice(from, found.index) });
    const [whole, escaped, code, bold, stress, label, url] = found;
    if (escaped !== undefined) parts.push({ kind: "text", text: escaped });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (bold !== undefined) parts.push({ kind: "bold", text: bold });
    else if (stress !== undefined) parts.push({ kind: "stress", text: stress });
    else parts.push({ kind: "link", text: label ?? "", url: url ?? "" });
    from = found.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}
