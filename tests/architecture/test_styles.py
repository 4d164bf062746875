"""One name, one style: the console's sheets are one bundle, where two rules for a class change each other's look."""

import re
from collections import defaultdict

from tests.conftest import ROOT

SHEETS = ROOT / "static/console/styles"
# Says how the others look on small screens and for those who ask for contrast: their names are its own.
ADAPTS = "adapt.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BARE = re.compile(r"\.([\w-]+)")


def bare_classes(css: str) -> set[str]:
    """The classes that rules outside `@media` and `@container` style by themselves, such as `.row`, not `.row b`."""
    found: set[str] = set()
    depth, start = 0, 0
    css = _COMMENT.sub("", css)
    for place, char in enumerate(css):
        if char == "{":
            selectors = css[start:place] if depth == 0 else ""
            found |= {match[1] for one in selectors.split(",") if (match := _BARE.fullmatch(one.strip()))}
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char in "{};":
            start = place + 1
    return found


def test_a_rule_of_one_class_alone_is_found_and_no_other():
    css = "/* .no {} */ .a, .b:hover, .c .d { x: 1 }\n@media (y) { .e { x: 1 } }\nb.f { } .g { x: 1 }"
    assert bare_classes(css) == {"a", "g"}


def test_no_class_is_defined_in_two_sheets_of_the_console():
    sheets: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SHEETS.glob("*.css")):
        if path.name != ADAPTS:
            for name in bare_classes(path.read_text()):
                sheets[name].append(path.name)
    assert sheets, "no style sheet was found"
    assert {name: where for name, where in sheets.items() if len(where) > 1} == {}
