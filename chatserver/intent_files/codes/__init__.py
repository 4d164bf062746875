"""Problem codes: what each kind of complaint means. `docs/problems/` is written from here, and a test keeps it so."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry
from chatserver.intent_files.codes.files import FILES
from chatserver.intent_files.codes.lines import LINES
from chatserver.intent_files.codes.structure import STRUCTURE
from chatserver.intent_files.codes.trials import TRIALS
from chatserver.intent_files.codes.words import WORDS

# By what they are about, in the order of the index.
PARTS: Mapping[str, Mapping[str, Entry]] = {
    "How a file is written": FILES,
    "What all languages share: `bot.yml`": STRUCTURE,
    "The words of a language": WORDS,
    "The lines of intents": LINES,
    "The tests": TRIALS,
}
CODES: Mapping[str, Entry] = {code: entry for part in PARTS.values() for code, entry in part.items()}

_NOTICE = "<!-- Generated from chatserver/intent_files/codes/ by `make generate`; a test keeps it current. -->"


def explanation(code: str) -> str:
    """Returns the page of a code as Markdown. Raises `KeyError` for a code that there is not."""
    return CODES[code].page(code)


def problem_pages() -> Mapping[str, str]:
    """Returns the files of `docs/problems/`: a page for each code and the index, by file name."""
    index = [_NOTICE, "# Problems in intent files\n", _INTRODUCTION]
    for title, part in PARTS.items():
        index += [f"## {title}\n", "| code | means |", "| --- | --- |"]
        index += [f"| [`{code}`]({code}.md) | {entry.title} |" for code, entry in part.items()]
        index.append("")
    pages = {f"{code}.md": f"{_NOTICE}\n{explanation(code)}" for code in CODES}
    return {"README.md": "\n".join(index), **pages}


_INTRODUCTION = """`chatserver intents check` ends each complaint with its code in brackets. An **error** keeps the
files from being used: a running server stays with the last good ones. A **warning** does not.
`chatserver intents check --explain CODE` prints the page.
"""
