// The demo shop: passes the page's language on to the widget, and shows the line that embeds it.

const lang = new URLSearchParams(location.search).get("lang");
const widget = document.querySelector<HTMLScriptElement>('script[src="/widget.js"]');
if (lang && widget) widget.dataset["lang"] = lang;
for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
  if (link.hreflang === (lang ?? "en")) link.ariaCurrent = "true";
}

const attribute = lang ? ` data-lang="${lang.replace(/[^\w-]/g, "")}"` : "";
const line = `<script async src="${location.origin}/widget.js"${attribute}></script>`;
const shown = document.getElementById("line");
if (shown) shown.textContent = line;

document.getElementById("ask")?.addEventListener("click", () => window.Chat?.("open"));
document.getElementById("copy")?.addEventListener("click", async (event) => {
  const button = event.currentTarget as HTMLButtonElement;
  try {
    await navigator.clipboard.writeText(line);
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 2_000);
});

export {};
