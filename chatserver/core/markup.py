"""Markup: the one file that turns text into HTML, for media that are HTML (e-mail, transcripts, the docs pages).

Nothing on a screen of ours rests on it: there, text becomes text nodes. bleach 6.4 is the last of its line (end of life
in June 2026), so it is used here only, behind a cap, and the attack strings in its test hold for nh3 as well.
"""

import html
import re

import bleach
from msgspec import Struct

# Nested tags cost bleach quadratic time: 32 KB of them took 3.6 s.
MAX_HTML_CHARS = 200_000
MAX_OPEN_TAGS = 4_000

_INLINE_TAGS = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "strong"}
_BLOCK_TAGS = {"blockquote", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "ul"}
_TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
_TAGS = frozenset(_INLINE_TAGS | _BLOCK_TAGS | _TABLE_TAGS)
_ATTRIBUTES = {"a": ["href", "title"], "img": ["src", "alt"], "th": ["align"], "td": ["align"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})
_INDENT = re.compile(r"^[ \t]+|[ \t]{2,}|\t")


class TooMuchMarkup(ValueError):
    """The HTML is longer or deeper than can be cleaned in bounded time."""


def clean_html(dirty: str) -> str:
    """Returns HTML with only harmless tags, attributes and links. Raises `TooMuchMarkup`."""
    if len(dirty) > MAX_HTML_CHARS or dirty.count("<") > MAX_OPEN_TAGS:
        raise TooMuchMarkup("the HTML is too long")
    cleaned: str = bleach.clean(dirty, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
    return cleaned


def text_to_html(text: str) -> str:
    """Returns `text` as HTML that shows it letter for letter."""
    return html.escape(text, quote=True)


class Html(Struct, frozen=True):
    """HTML that was made here; a plain `str` among the parts of an element is text, and is escaped."""

    markup: str


LINE_END = Html("<br>")
_VOID = frozenset({"br", "hr", "meta"})


def element(tag: str, *inside: str | Html, **attributes: str) -> Html:
    """Returns `<tag attribute="…">inside</tag>`. Names are the program's own; a last `_` is left out."""
    named = "".join(f' {name.rstrip("_")}="{text_to_html(value)}"' for name, value in attributes.items())
    body = "".join(part.markup if isinstance(part, Html) else text_to_html(part) for part in inside)
    return Html(f"<{tag}{named}>" if tag in _VOID else f"<{tag}{named}>{body}</{tag}>")


def lines_to_html(text: str) -> Html:
    """Returns `text` with its line ends and its indents: mail programs know no `white-space`."""
    lines = [text_to_html(_INDENT.sub(_kept_blanks, line)) for line in text.split("\n")]
    return Html(LINE_END.markup.join(lines))


def html_page(lang: str, title: str, style: str, *body: Html) -> str:
    """Returns a whole page that needs nothing from anywhere; `style` is the program's own CSS."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        Html(f"<style>{style}</style>"),
    )
    return f"<!doctype html>\n{element('html', head, element('body', *body), lang=lang).markup}\n"


def _kept_blanks(found: re.Match[str]) -> str:
    return "\N{NO-BREAK SPACE}" * (len(found[0].expandtabs(4)) - 1) + " "
