"""YAML with places: every value knows its file, line and column, so that a complaint can point at it.

YAML 1.2 by ruamel: `9:30`, `yes` and `NO` stay text, and so do dates; a duplicate key is an error. Anchors, tags and
tabs are refused, because nobody who edits such a file expects what they do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rapidfuzz import process
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString
from ruamel.yaml.tokens import AliasToken, AnchorToken, TagToken

MAX_FILE_BYTES = 1024 * 1024
_SIMILAR_FROM = 70


class _DatesStayText(RoundTripConstructor):
    """Leaves `2026-02-30` to whoever reads it: ruamel would fail on it without saying where it stands."""


_DatesStayText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


class Severity(StrEnum):
    """An error keeps the files from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `column` count from 1; 0 means the file as a whole. `code` names the kind of fault."""

    file: str
    line: int
    column: int
    fault: str
    cure: str
    severity: Severity = Severity.ERROR
    code: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        told = f"{place}: {self.severity}: {self.fault} {self.cure}".rstrip()
        return f"{told} [{self.code}]" if self.code else told


@dataclass
class Problems:
    """Collects what is wrong, so that an author sees everything in one run."""

    found: list[Problem] = field(default_factory=list)
    # A file could not be read at all, so what it holds is not known.
    has_unread: bool = False

    def add(
        self,
        node: "Node",
        fault: str,
        cure: str,
        severity: Severity = Severity.ERROR,
        key: str | None = None,
        code: str = "",
    ) -> None:
        line, column = node.place_of(key) if key is not None else (node.line, node.column)
        self.found.append(Problem(node.file, line, column, fault, cure, severity, code))

    def warn(self, node: "Node", fault: str, cure: str, code: str) -> None:
        self.add(node, fault, cure, Severity.WARNING, code=code)

    def add_file(self, file: str, fault: str, cure: str, severity: Severity = Severity.ERROR, code: str = "") -> None:
        self.found.append(Problem(file, 0, 0, fault, cure, severity, code))

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.found)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: Any
    file: str
    line: int
    column: int
    # The lines of the file, for places inside a block.
    source: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, CommentedMap) and key in self.value

    def __getitem__(self, key: str) -> "Node":
        line, column = self.value.lc.value(key)
        return Node(self.value[key], self.file, line + 1, column + 1, self.source)

    def items(self) -> Iterator[tuple[str, "Node"]]:
        for key in self.value:
            yield str(key), self[key]

    def elements(self) -> Iterator["Node"]:
        for index, value in enumerate(self.value):
            line, column = self.value.lc.item(index)
            yield Node(value, self.file, line + 1, column + 1, self.source)

    def place_of(self, key: str) -> tuple[int, int]:
        line, column = self.value.lc.key(key)
        return line + 1, column + 1

    def as_map(self, problems: Problems, allowed: Iterable[str] | None, what: str) -> bool:
        """True for a mapping; unknown keys are reported with the nearest known one."""
        if isinstance(self.value, CommentedMap) and self.value.merge:
            problems.add(
                self, f"Merge keys (<<) are not used here, in {what}.", "Write the lines out.", code="yaml-surprise"
            )
            return False
        if not isinstance(self.value, CommentedMap):
            problems.add(self, f"{what} must be a mapping.", "Write `key: value` lines below it.", code="not-a-mapping")
            return False
        known = list(allowed) if allowed is not None else None
        for key in self.value:
            if known is not None and str(key) not in known:
                problems.add(
                    self, f"Unknown key '{key}' in {what}.", suggestion(str(key), known), key=key, code="unknown-key"
                )
        return True

    def text(self, problems: Problems, key: str, *, required: bool = False, what: str = "") -> str:
        """The text under `key`, stripped; empty when it is missing, which is reported if it is required."""
        if key not in self:
            if required:
                problems.add(
                    self, f"{what} has no '{key}'.", f"Add `{key}: |` with the text below it.", code=_missing(key)
                )
            return ""
        node = self[key]
        if isinstance(node.value, str) and any(0xD800 <= ord(sign) <= 0xDFFF for sign in node.value):
            problems.add(
                node, f"'{key}' has half a character (a lone surrogate).", "Type the character itself.", code="not-text"
            )
            return ""
        if not isinstance(node.value, str):
            problems.add(
                node, f"'{key}' must be text.", f"Write `{key}: |` and the text, indented, below it.", code="not-text"
            )
            return ""
        if required and not node.value.strip():
            problems.add(node, f"'{key}' is empty.", "Write the text below it, indented.", code=_missing(key))
        return node.value.strip()

    def lines(self, problems: Problems, key: str) -> tuple[str, ...]:
        """The non-empty lines of the block under `key`."""
        return tuple(line.strip() for line in self.text(problems, key).splitlines() if line.strip())

    def placed_lines(self, problems: Problems, key: str) -> list[tuple[str, "Node"]]:
        """The non-empty lines of the text under `key`, each with its place; only a `|` block has one for each."""
        if not self.text(problems, key):
            return []
        block = self[key]
        is_block = isinstance(block.value, LiteralScalarString)
        found: list[tuple[str, Node]] = []
        for number, line in enumerate(block.value.split("\n") if is_block else block.value.splitlines(), 1):
            if line.strip():
                place = block.line + number if is_block else block.line
                found.append((line.strip(), Node(line, self.file, place, block.column_in(place))))
        return found

    def column_in(self, line: int) -> int:
        """Where the text of another line of the file begins; the node's own column for its own line."""
        if line == self.line or line > len(self.source):
            return self.column
        text = self.source[line - 1]
        return len(text) - len(text.lstrip()) + 1

    def number(self, problems: Problems, key: str) -> float | None:
        """The number under `key`; None when there is none."""
        if key not in self:
            return None
        node = self[key]
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            problems.add(node, f"'{key}' must be a number.", f"Write `{key}: 1`.", code="not-a-number")
            return None
        return float(node.value)

    def flag(self, problems: Problems, key: str, default: bool) -> bool:
        """The `true` or `false` under `key`."""
        if key not in self:
            return default
        if not isinstance(self[key].value, bool):
            problems.add(self[key], f"'{key}' must be true or false.", f"Write `{key}: true`.", code="not-a-flag")
            return default
        return bool(self[key].value)

    def names(self, problems: Problems, key: str) -> tuple[str, ...]:
        """The list of words under `key`."""
        if key not in self:
            return ()
        node = self[key]
        if not isinstance(node.value, CommentedSeq) or not all(isinstance(item, str) for item in node.value):
            problems.add(node, f"'{key}' must be a list of words.", f"Write `{key}: [one, two]`.", code="not-a-list")
            return ()
        return tuple(str(item) for item in node.value)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Returns the cure for a misspelt word."""
    choices = list(known)
    best = process.extractOne(word, choices, score_cutoff=_SIMILAR_FROM)
    if best is not None:
        return f"Did you mean '{best[0]}'?"
    return f"Known here: {', '.join(choices)}."


def read_yaml(path: Path, shown_as: str, problems: Problems) -> Node | None:
    """Returns the file's mapping, or None after reporting why it cannot be read."""
    try:
        raw = path.read_bytes()
        text = raw.decode()
    except OSError as error:
        problems.add_file(
            shown_as, f"The file cannot be read: {error.strerror}.", "Check its rights.", code="unreadable-file"
        )
        return None
    except UnicodeDecodeError:
        problems.add_file(
            shown_as, "The file is not UTF-8.", "Save it as UTF-8 in your editor.", code="unreadable-file"
        )
        return None
    if len(raw) > MAX_FILE_BYTES:
        problems.add_file(
            shown_as, "The file is larger than 1 MiB.", "Split it into several files.", code="unreadable-file"
        )
        return None
    whole = Node(None, shown_as, 1, 1)
    try:
        _refuse_surprises(text, whole, problems)
        reader = YAML(typ="rt")
        reader.Constructor = _DatesStayText
        value = reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        fault = (error.problem or "This is not valid YAML").strip().splitlines()[0]
        problems.add(Node(None, shown_as, line, column), f"{fault}.", _cure_for(fault), code="yaml-broken")
        return None
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError):
        # ruamel makes dates and numbers of some plain words, and stumbles over impossible ones.
        problems.add(
            whole,
            "This is not valid YAML.",
            "Put dates, numbers and signs into a `|` block or quotes.",
            code="yaml-broken",
        )
        return None
    if not isinstance(value, CommentedMap):
        problems.add(whole, "The file is empty or not a mapping.", "Begin it with `format: 1`.", code="not-a-mapping")
        return None
    return Node(value, shown_as, 1, 1, tuple(text.split("\n")))


def _missing(key: str) -> str:
    return f"missing-{key}" if key in {"title", "answer"} else "missing-text"


def _refuse_surprises(text: str, whole: Node, problems: Problems) -> None:
    for token in YAML(typ="rt").scan(text):
        if isinstance(token, AnchorToken | AliasToken | TagToken):
            place = Node(None, whole.file, token.start_mark.line + 1, token.start_mark.column + 1)
            problems.add(
                place,
                "Anchors (&), aliases (*) and tags (!) are not used here.",
                "Put the text into a `|` block.",
                code="yaml-surprise",
            )


def _cure_for(fault: str) -> str:
    if "duplicate key" in fault:
        return "Keep one of the two, or rename one."
    if "\\t" in fault or "tab" in fault:
        return "Indent with spaces, not with tabs."
    return "Check the indentation, and put text with `:` or `#` into a `|` block."
