"""Browsers: what a User-Agent header says, in a few words that an agent can use. Nothing of the header is kept."""

import re

# The first that fits: most pretend to be those further down.
_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"\bOPR/(\d{1,4})")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d{1,4})")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"\b(?:HeadlessChrome|Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"\bVersion/(\d{1,4})\S* (?:Mobile/\S+ )?Safari/")),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows NT"),
    ("ChromeOS", "CrOS"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
)
# Longer ones are made up.
_MAX_CHARS = 400


def browser_name(user_agent: str) -> str:
    """Returns such as `Firefox 128, Windows`; empty when neither browser nor system is known."""
    header = user_agent[:_MAX_CHARS]
    named = ((name, found) for name, pattern in _BROWSERS if (found := pattern.search(header)))
    browser = next((f"{name} {found[1]}" for name, found in named), "")
    system = next((name for name, sign in _SYSTEMS if sign in header), "")
    return ", ".join(part for part in (browser, system) if part)
