// Text to nodes: every character stays what it is. Only addresses become links, and fenced code gets its own block.
import { h } from "./dom";

const FENCE = /```[^\n`]*\n([\s\S]*?)\n?```\n?/g;
const ADDRESS = /https?:\/\/[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
// What ends a sentence, not an address.
const TRAILING = /[.,;:!?'’”»\]}*]+$/;

export function textNodes(text: string): Node[] {
  return split(text, FENCE, withLinks, (match) => codeBlock(match[1] ?? ""));
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
  const href = isWeb ? shown : `mailto:${shown}`;
  const link = h("a", "", shown);
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
