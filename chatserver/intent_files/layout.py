"""The usual layout of an intent file: what `chatserver intents fmt` makes of it.

The text is moved about by the places of its parts and never written anew from its values, so comments stay. What comes
out must mean the same; a file for which that is not sure is left alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# The order of an intent's parts.
ORDER = ("title", "say", "not", "keywords", "answer")
# These always stand in a `|` block; of the first, each line counts for itself.
LISTS = ("say", "not", "keywords")
BLOCKS = (*LISTS, "answer")
INDENT = 2
# What a `|` block cannot hold as it is.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
_HEADER = re.compile(r"(?P<style>[|>][+-]?)(?P<comment>\s+#.*)?")


class CannotFormat(Exception):
    """The file is written in a way that cannot be moved about safely; the message says where."""


def formatted(text: str) -> str:
    """Returns the text of an intent file in the usual layout. Raises `CannotFormat`; the file must be valid YAML."""
    end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    mark = "\ufeff" if plain.startswith("\ufeff") else ""
    plain = plain.removeprefix("\ufeff")
    try:
        tidy = _Layout(plain).whole()
        _require_same(plain, tidy)
    except (YAMLError, IndexError, ValueError) as error:
        raise CannotFormat(f"It is not clear what belongs where: {type(error).__name__}.") from error
    return mark + tidy.replace("\n", end)


@dataclass(slots=True)
class _Part:
    """A key with its value: the comments above it, its own lines, and where comments that follow belong.

    `end` is its last line in the old text. `depths` are the mappings that end with it: old column and new indentation.
    """

    key: str
    lead: list[str]
    lines: list[str]
    end: int
    depths: list[tuple[int, int]] = field(default_factory=list)
    is_nested: bool = False


class _Layout:
    """One file on its way to the usual layout."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._root = YAML(typ="rt").compose(text)
        if not isinstance(self._root, MappingNode) or self._root.flow_style:
            raise CannotFormat("The file is no mapping.")

    def whole(self) -> str:
        parts, tail = self._parts(self._root, 0, (), -1, len(self._lines))
        lines: list[str] = []
        for number, part in enumerate(parts):
            lead = _without_double_blanks(part.lead)
            was_nested = number > 0 and parts[number - 1].is_nested
            if number > 0 and (part.is_nested or was_nested) and lead[:1] != [""]:
                lead.insert(0, "")
            lines += [*lead, *part.lines]
        lines += _without_double_blanks(tail)
        return "\n".join(lines).strip("\n") + "\n"

    def _parts(
        self, node: MappingNode, indent: int, path: tuple[str, ...], after: int, before: int
    ) -> tuple[list[_Part], list[str]]:
        """The parts of a mapping between two lines, and the comments after the last."""
        parts: list[_Part] = []
        end, tail = after, list[str]()
        depths: list[tuple[int, int]] = []
        column = node.start_mark.column
        for key, value in node.value:
            own, lead = self._comments(end + 1, key.start_mark.line, [*depths, (column, indent)], indent)
            if parts:
                parts[-1].lines += own
            elif own:
                lead = [*own, *lead]
            part = self._part(key, value, indent, path)
            part.lead = lead
            parts.append(part)
            end, depths = part.end, part.depths
        if not path:
            own, tail = self._comments(end + 1, before, [*depths, (column, indent)], indent)
            parts[-1].lines += own
        return parts, tail

    def _comments(
        self, first: int, before: int, depths: Sequence[tuple[int, int]], indent: int
    ) -> tuple[list[str], list[str]]:
        """The comments between two parts: those that belong to what ends here, and those above what begins."""
        own: list[str] = []
        above: list[str] = []
        is_own = True
        for line in self._lines[first:before]:
            text = line.strip()
            if text and not text.startswith(("#", "---")):
                raise CannotFormat(f"It is not clear what “{text}” belongs to.")
            column = len(line) - len(line.lstrip())
            deepest = max((new for old, new in depths if old <= column), default=indent)
            is_own = is_own and (not text or deepest > indent)
            if not text:
                above.append("")
            elif is_own:
                own += [*(["" for blank in above[-1:] if own]), " " * deepest + text]
                above.clear()
            else:
                above.append(" " * indent + text)
        return own, above

    def _part(self, key: Node, value: Node, indent: int, path: tuple[str, ...]) -> _Part:
        line, column = key.start_mark.line, key.start_mark.column
        if not isinstance(key, ScalarNode) or key.end_mark.line != line or self._lines[line][:column].strip():
            raise CannotFormat(f"Line {line + 1} has a key that is not plain.")
        name = " " * indent + self._lines[line][column : key.end_mark.column] + ":"
        here = (*path, str(key.value))
        if isinstance(value, MappingNode) and not value.flow_style:
            return self._mapping(name, line, key, value, indent, here)
        if isinstance(value, SequenceNode) and not value.flow_style:
            return self._sequence(name, line, key, value, indent)
        if isinstance(value, ScalarNode) and value.style in ("|", ">"):
            return self._block(name, value, indent, here, column)
        return self._inline(name, key, value, indent, here)

    def _mapping(
        self, name: str, line: int, key: Node, value: MappingNode, indent: int, path: tuple[str, ...]
    ) -> _Part:
        inner = indent + INDENT
        parts, _ = self._parts(value, inner, path, line, 0)
        is_intent = len(path) == 2 and path[0] == "intents"
        if is_intent:
            parts.sort(key=lambda part: ORDER.index(part.key) if part.key in ORDER else len(ORDER))
        # Not the last in the new order: the last of the old text.
        last = max(parts, key=lambda part: part.end)
        lines = [name + self._rest(line, key.end_mark.column)]
        for number, part in enumerate(parts):
            lines += [*_lead_of(part, number, path, is_intent), *part.lines]
        depths = [*last.depths, (value.start_mark.column, inner)]
        return _Part(path[-1], [], lines, last.end, depths, is_nested=True)

    def _sequence(self, name: str, line: int, key: Node, value: SequenceNode, indent: int) -> _Part:
        last = self._last_line(value)
        shift = indent + INDENT - value.start_mark.column
        lines = [name + self._rest(line, key.end_mark.column)]
        lines += [_shifted(one, shift) for one in self._lines[line + 1 : last + 1]]
        return _Part(str(key.value), [], lines, last)

    def _block(self, name: str, value: ScalarNode, indent: int, path: tuple[str, ...], column: int) -> _Part:
        first = value.start_mark.line
        header = _HEADER.fullmatch(self._lines[first][value.start_mark.column :].rstrip())
        if header is None:
            raise CannotFormat(f"Line {first + 1} says how far its block is indented.")
        content = self._content(first, column)
        end = first + len(content)
        comment = f"  {header['comment'].strip()}" if header["comment"] else ""
        # ruamel marks where lines of a folded text were joined.
        text = value.value.replace("\a", "") if value.style == ">" else value.value
        if path[-1] in BLOCKS and _is_part_of_intent(path) and not _UNWRITABLE.search(text):
            return _Part(path[-1], [], _as_block(name, path[-1], text, comment, indent), end)
        depth = min((len(line) - len(line.lstrip()) for line in content if line.strip()), default=0)
        # Spaces at the end of a line are a line break in an answer; only lines of nothing else lose them.
        lines = [" " * (indent + INDENT) + line[depth:] if len(line) > depth else "" for line in content]
        return _Part(path[-1], [], [f"{name} {header['style']}{comment}", *lines], end)

    def _content(self, header: int, column: int) -> list[str]:
        """The lines of a block, without blank ones at its end."""
        lines: list[str] = []
        depth = column
        for line in self._lines[header + 1 :]:
            if line.strip() and len(line) - len(line.lstrip(" ")) <= depth:
                break
            if line.strip() and depth == column:
                # All lines are indented at least as far as the first.
                depth = len(line) - len(line.lstrip(" ")) - 1
            lines.append(line)
        while lines and not lines[-1].strip():
            lines.pop()
        return lines

    def _inline(self, name: str, key: Node, value: Node, indent: int, path: tuple[str, ...]) -> _Part:
        start, stop = value.start_mark, value.end_mark
        if start.index == stop.index:
            # Nothing stands there.
            return _Part(path[-1], [], [name + self._rest(key.end_mark.line, key.end_mark.column)], key.end_mark.line)
        if any(line.strip().startswith("#") for line in self._lines[key.end_mark.line + 1 : start.line]):
            raise CannotFormat(f"A comment stands between a key and its value above line {start.line + 1}.")
        rest = self._lines[stop.line][stop.column :].strip()
        comment = f"  {rest}" if rest else ""
        is_text = isinstance(value, ScalarNode) and str(value.tag).endswith(":str") and value.value.strip()
        if path[-1] in BLOCKS and _is_part_of_intent(path) and is_text and not _UNWRITABLE.search(value.value):
            return _Part(path[-1], [], _as_block(name, path[-1], value.value, comment, indent), stop.line)
        own = self._lines[start.line : stop.line + 1]
        own[-1] = own[-1][: stop.column]
        own[0] = own[0][start.column :]
        shift = indent - key.start_mark.column
        lines = [f"{name} {own[0].rstrip()}", *(_shifted(line, shift) for line in own[1:])]
        lines[-1] += comment
        return _Part(path[-1], [], lines, stop.line)

    def _rest(self, line: int, column: int) -> str:
        """A comment behind the colon."""
        rest = self._lines[line][column:].strip().removeprefix(":").strip()
        if rest and not rest.startswith("#"):
            raise CannotFormat(f"Line {line + 1} has something behind its colon.")
        return f"  {rest}" if rest else ""

    def _last_line(self, node: Node) -> int:
        """The last line of a list; its own mark is where the next thing begins."""
        if isinstance(node, SequenceNode | MappingNode) and not node.flow_style:
            inner = node.value[-1] if isinstance(node, SequenceNode) else node.value[-1][1]
            return self._last_line(inner)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            raise CannotFormat(f"Line {node.start_mark.line + 1} has a block in a list.")
        line: int = node.end_mark.line
        return line


def _lead_of(part: _Part, number: int, path: tuple[str, ...], is_intent: bool) -> list[str]:
    if is_intent:
        return [line for line in part.lead if line]
    lead = _without_double_blanks(part.lead)
    if len(path) == 1 and path[0] == "intents" and part.is_nested:
        lead = lead if lead[:1] == [""] else ["", *lead]
    if number == 0:
        return lead[1:] if lead[:1] == [""] else lead
    return lead


def _is_part_of_intent(path: tuple[str, ...]) -> bool:
    return len(path) == 3 and path[0] == "intents"


def _as_block(name: str, key: str, value: str, comment: str, indent: int) -> list[str]:
    lines = value.strip().split("\n")
    if key in LISTS:
        lines = _without_double_blanks([line.strip() for line in lines])
    pad = " " * (indent + INDENT)
    return [f"{name} |{comment}", *(pad + line if line else "" for line in lines if line or len(lines) > 1)]


def _shifted(line: str, shift: int) -> str:
    text = line.lstrip(" ")
    return " " * max(0, len(line) - len(text) + shift) + text.rstrip() if text.strip() else ""


def _without_double_blanks(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or kept[-1:] != [""]:
            kept.append(line)
    return kept


def _require_same(before: str, after: str) -> None:
    """Raises `CannotFormat` unless the new text means what the old one meant, and has the same comments."""
    old, new = (_plain(YAML(typ="rt").load(text)) for text in (before, after))
    if old != new:
        raise CannotFormat("It would not mean the same afterwards.")
    if _hashes(before) != _hashes(after):
        raise CannotFormat("A comment would be lost.")


def _hashes(text: str) -> Counter[str]:
    # A quotation mark at the end goes when a text becomes a block.
    return Counter(line.partition("#")[2].strip(" \"'") for line in text.split("\n") if "#" in line)


def _plain(value: Any, path: tuple[str, ...] = ()) -> Any:
    """Values as the loader takes them: texts without space around them, the order of an intent's parts left out."""
    if isinstance(value, dict):
        pairs = [(str(key), _plain(inner, (*path, str(key)))) for key, inner in value.items()]
        return sorted(pairs) if len(path) == 2 and path[0] == "intents" else pairs
    if isinstance(value, list):
        return [_plain(inner, (*path, "")) for inner in value]
    if isinstance(value, str):
        is_list = _is_part_of_intent(path) and path[-1] in LISTS
        return [line.strip() for line in value.splitlines() if line.strip()] if is_list else value.strip()
    return (type(value).__name__, str(value))
