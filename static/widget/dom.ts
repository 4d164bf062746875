// The page: its fixed parts stand in frame.html, what comes and goes is built here, text always as text.
import type { Words } from "../shared/strings/index";

type Child = Node | string | false | undefined;

/** A part of frame.html. */
export const part = <Kind extends HTMLElement = HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

/** Puts the words into frame.html. */
export function speak(words: Words): void {
  document.documentElement.lang = words.lang;
  const said = (element: HTMLElement, name: "words" | "label"): string => String(words[element.dataset[name] as keyof Words]);
  for (const element of document.querySelectorAll<HTMLElement>("[data-words]")) element.textContent = said(element, "words");
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.ariaLabel = said(element, "label");
    if (element instanceof HTMLTextAreaElement) element.placeholder = element.ariaLabel;
  }
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, className: string, ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
}

export function button(className: string, text: string, press: () => void): HTMLButtonElement {
  const element = h("button", className, text);
  element.type = "button";
  element.onclick = press;
  return element;
}

export function icon(name: "bot" | "shield" | "notice"): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS(svg.namespaceURI, "use");
  svg.ariaHidden = "true";
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg as SVGElement;
}

/** Sets a text only when it changes: a live region would read it again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export async function copyText(element: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
  } catch {
    // Without TLS, or where the host page does not pass the permission on.
    getSelection()?.selectAllChildren(element);
    document.execCommand("copy");
  }
}
