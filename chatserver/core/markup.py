"""Markup: the one file that turns text into HTML, for media that are HTML (e-mail, transcripts, the docs pages).

Nothing on a screen of ours rests on it: there, text becomes text nodes. bleach 6.4 is the last of its line (end of life
in June 2026), so it is used here only, behind a cap, and the attack strings in its test hold for nh3 as well.
"""

import html

import bleach

# Nested tags cost bleach quadratic time: 32 KB of them took 3.6 s.
MAX_HTML_CHARS = 200_000
MAX_OPEN_TAGS = 4_000

_INLINE_TAGS = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "s", "strong"}
_BLOCK_TAGS = {"blockquote", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "ul"}
_TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
_TAGS = frozenset(_INLINE_TAGS | _BLOCK_TAGS | _TABLE_TAGS)
_ATTRIBUTES = {"a": ["href", "title"], "img": ["src", "alt"], "th": ["align"], "td": ["align"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})


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
