// Text to nodes: every character stays what it is. Only addresses become links, and fenced code gets its own block.
import { blocksOf, type Part } from "../shared/markup";
import { h } from "./dom";

const FENCE = /```[^\n`]*\n([\s\S]*?)\n?```\n?/g;
const ADDRESS = /https?:\/\/[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
// What ends a sentence, not an address.
const TRAILING = /[.,;:!?'’”»\]}*]+$/;

export function textNodes(text: string): Node[] {
  return split(text, FENCE, withLinks, (match) => codeBlock(match[1] ?? ""));
}

/** What the bot or an agent wrote: the small Markdown beside links and code. */
export function markedNodes(text: string): Node[] {
  return split(text, FENCE, (plain) => blocksOf(plain).flatMap((block): Node[] => {
    if (block.kind === "lines") return [h("div", "para", ...partNodes(block.parts))];
    const items = block.items.map((parts) => h("li", "", ...partNodes(parts)));
    return [h(block.isNumbered ? "ol" : "ul", "", ...items)];
  }), (match) => codeBlock(match[1] ?? ""));
}

const TAGS = { bold: "strong", stress: "em", code: "code" } as const;

function partNodes(parts: Part[]): Node[] {
  return parts.flatMap((one): Node[] => {
    if (one.kind === "text") return withLinks(one.text);
    return [one.kind === "link" ? linkTo(one.url ?? "", one.text) : h(TAGS[one.kind], "", one.text)];
  });
}

function withLinks(text: string): Node[] {
  return split(text, ADDRESS, (plain) => [new Text(plain)], (match) => {
    let shown = match[0].replace(TRAILING, "");
    if (shown.endsWith(")") && !shown.includes("(")) shown = shown.slice(0, -1).replace(TRAILING, "");
    const link = safeLink(shown);
    const fragment = new DocumentFragment();
    fragment.append(link, match[0].slice(shown.length));
    return fragment;
  });
}

function safeLink(shown: string): Node {
  const isWeb = /^https?:/i.test(shown);
  if (isWeb && !URL.canParse(shown)) return new Text(shown);
  return linkTo(isWeb ? shown : `mailto:${shown}`, shown);
}

function linkTo(href: string, shown: string): Node {
  const link = h("a", "", shown);
  // Where it leads is told when it says something else.
  if (!href.endsWith(shown)) link.title = href;
  return Object.assign(link, { href, rel: "noopener noreferrer", target: "_blank" });
}

function codeBlock(code: string): Node {
  const block = h("pre", "", code);
  // It may be wider than its bubble; the keyboard scrolls it then.
  block.tabIndex = 0;
  return block;
}

function split(
  text: string, pattern: RegExp, plain: (text: string) => Node[], found: (match: RegExpMatchArray) => Node,
): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) nodes.push(...plain(text.slice(at, match.index)));
    nodes.push(found(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(...plain(text.slice(at)));
  return nodes;
}
