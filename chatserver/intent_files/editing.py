"""Edits of intent files: a line adopted, an intent begun. Everything else in the file stays, byte for byte.

The edits go by line numbers. What comes out is read again before it is written: an edit that does not say what it
should is refused.
"""

import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml.scalarstring import LiteralScalarString

from chatserver.intent_files.language import PlacedLine
from chatserver.intent_files.lines import read_placed_lines
from chatserver.intent_files.load import SUFFIXES, intent_files
from chatserver.intent_files.review import has_address, has_secret, sameness
from chatserver.intent_files.skeletons import EXAMPLES, faq, skeleton, structure
from chatserver.yaml_places import Node, Problems, read_yaml

# What a redaction leaves; see core/redaction.
_MASK = "••••"
_MAX_CHARS = 300
# With its end. Other signs that end a line elsewhere are text here.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Refused(Exception):
    """The edit would do harm; the message says why."""


class CannotEdit(Exception):
    """There is nothing to edit, or it is written in a way that cannot be edited by machine; the message says which."""


def adopt_command(text: str, intent: str, tag: str, folder: str = "") -> str:
    """Returns the command that appends a line to an intent, ready to copy into a shell."""
    options = ["--intent", intent, "--lang", tag, *(["--intents", folder] if folder else [])]
    words = ["chatserver", "intents", "adopt"]
    # A text that begins with a dash would be taken for an option.
    words += [*options, "--", text] if text.startswith("-") else [text, *options]
    return shlex.join(words)


def adopt(folder: Path, tag: str, intent: str, text: str) -> PlacedLine:
    """Appends a line to the intent's `say`, and returns it with its place.

    Raises `Refused` for a line that would do harm, `CannotEdit` when the intent is not there or not editable.
    """
    line = " ".join(text.split())
    path, node = _find(folder, tag, intent)
    _require_useful(folder, tag, intent, line)
    raw = path.read_bytes().decode()
    edited = _with_line(raw, node, line)
    _write_checked(path, raw, edited, intent, [*node.lines(Problems(), "say"), line])
    return next(
        placed
        for placed in reversed(read_placed_lines(folder))
        if (placed.tag, placed.intent, placed.key, placed.text) == (tag, intent, "say", line)
    )


def add_intent(folder: Path, tag: str, name: str, file: str) -> Path:
    """Adds an intent to be filled in at the end of a file, which is made when it is missing, and returns its path.

    Raises `Refused` when there is such an intent, `CannotEdit` when the file cannot be edited.
    """
    require_name(name)
    for placed in intent_files(folder / tag) if (folder / tag).is_dir() else ():
        node = _read(placed)
        if "intents" in node and name in node["intents"]:
            line, _ = node["intents"].place_of(name)
            raise Refused(f"There is an intent '{name}' already, at {placed}:{line}.")
    path = _file(folder / tag, file)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"format: 1\n\nintents:\n{skeleton(name)}", encoding="utf-8")
        return path
    raw = path.read_bytes().decode()
    edited = _with_intent(raw, _read(path), skeleton(name))
    _write_checked(path, raw, edited, name, [])
    return path


def new_folder(folder: Path, tags: Sequence[str], shipped: Path) -> list[Path]:
    """Writes a small set that works, with the bot's own sentences of the set in `shipped`, and returns the files.

    Raises `CannotEdit` when there is something in the folder already, or a language is not shipped.
    """
    for tag in tags:
        if tag not in EXAMPLES or not (shipped / tag).is_dir():
            raise CannotEdit(f"'{tag}' is not shipped. Shipped are: {', '.join(EXAMPLES)}.")
    if folder.exists() and any(folder.iterdir()):
        raise CannotEdit(f"There is something in {folder} already. Name a new folder.")
    texts = {folder / "bot.yml": structure(str(folder), tuple(tags))}
    for tag in tags:
        texts[folder / tag / "faq.yml"] = faq(tag)
        for path in intent_files(shipped / tag):
            sections = _read(path).value.keys()
            if "phrases" in sections or "words" in sections:
                texts[folder / tag / path.name] = _without(path.read_text(encoding="utf-8"), "forms", "intents")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def require_name(name: str) -> None:
    """Raises `CannotEdit` for what cannot be the name of an intent."""
    if not _NAME.fullmatch(name):
        raise CannotEdit(f"'{name}' is no name of an intent. Use a to z, digits and _, as in late_parcel.")


def _require_useful(folder: Path, tag: str, intent: str, line: str) -> None:
    if _MASK in line:
        raise Refused("Something is masked in this line. Write it without the mask.")
    if has_secret(line):
        raise Refused("There seems to be a password, a key or a card number in this line.")
    if has_address(line):
        raise Refused("There seems to be somebody's e-mail address or telephone number in this line.")
    if not sameness(line) or not any(sign.isalnum() for sign in line):
        raise Refused("There is no word in this line.")
    if len(line) > _MAX_CHARS or not line.isprintable():
        raise Refused(f"An example is one line of up to {_MAX_CHARS} characters. Write the heart of it.")
    for placed in read_placed_lines(folder):
        if placed.tag != tag or sameness(placed.text) != sameness(line):
            continue
        if placed.key == "say":
            raise Refused(f"This line is there already, in '{placed.intent}', at {placed.place}.")
        if placed.key == "not" and placed.intent == intent:
            raise Refused(f"This line stands under 'not' of '{intent}', at {placed.place}. Remove it there first.")


def _find(folder: Path, tag: str, intent: str) -> tuple[Path, Node]:
    if not (folder / tag).is_dir():
        raise CannotEdit(f"There is no folder {folder / tag}.")
    for path in intent_files(folder):
        if not path.is_relative_to(folder / tag):
            continue
        node = _read(path)
        if "intents" in node and intent in node["intents"]:
            found = node["intents"][intent]
            if not found.as_map(Problems(), None, "") or found.value.fa.flow_style():
                raise CannotEdit(f"Intent '{intent}' at {path}:{found.line} is not written in lines of its own.")
            return path, found
    raise CannotEdit(f"There is no intent '{intent}' in {folder / tag}. Begin one: chatserver intents new {intent}")


def _read(path: Path) -> Node:
    problems = Problems()
    node = read_yaml(path, str(path), problems)
    if node is None:
        raise CannotEdit(f"{problems.found[0]}")
    return node


def _with_line(raw: str, intent: Node, line: str) -> str:
    lines = _LINE.findall(raw)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if "say" not in intent:
        # At the top of the intent, as deep as its first part.
        top = intent.line - 1
        pad = " " * (intent.column - 1)
        return "".join([*lines[:top], f"{pad}say: |{end}", f"{pad}  {line}{end}", *lines[top:]])
    say = intent["say"]
    pad = " " * (intent.column - 1)
    if isinstance(say.value, LiteralScalarString):
        placed = intent.placed_lines(Problems(), "say")
        if placed:
            last = placed[-1][1].line
            first = lines[placed[0][1].line - 1]
            pad = first[: len(first) - len(first.lstrip(" "))]
        else:
            last, pad = say.line, pad + "  "
        if not lines[last - 1].endswith("\n"):
            lines[last - 1] += end
        return "".join([*lines[:last], f"{pad}{line}{end}", *lines[last:]])
    raise CannotEdit(
        f"'say' at {say.file}:{say.line} is no `|` block. Run `chatserver intents fmt` first, which makes it one."
    )


def _with_intent(raw: str, node: Node, text: str) -> str:
    lines = _LINE.findall(raw)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    new = [f"{line}{end}" for line in text.rstrip("\n").split("\n")]
    keys = list(node.value)
    if "intents" not in keys:
        return "".join([*lines, end, f"intents:{end}", *new])
    section = node["intents"]
    if not section.as_map(Problems(), None, "") or section.value.fa.flow_style():
        raise CannotEdit(f"'intents' at {node.file}:{section.line} is not written in lines of its own.")
    if section.column != 3:
        raise CannotEdit(f"{node.file} is not indented by two spaces. Run `chatserver intents fmt` first.")
    after = keys[keys.index("intents") + 1 :]
    last = node.place_of(after[0])[0] - 1 if after else len(lines)
    # Comments above the next section belong to it.
    while last > 0 and (not lines[last - 1].strip() or (after and lines[last - 1].startswith("#"))):
        last -= 1
    gap = [end] if after else []
    return "".join([*lines[:last], end, *new, *gap, *(lines[last:] if not after else _without_blanks(lines[last:]))])


def _without(text: str, *sections: str) -> str:
    """The text without these top-level sections: they belong to forms and intents that are not there."""
    kept: list[str] = []
    is_kept = True
    for line in _LINE.findall(text):
        found = re.match(r"(\w+):", line)
        if found is not None:
            is_kept = found[1] not in sections
        if is_kept:
            kept.append(line)
    return "".join(kept).rstrip("\n") + "\n"


def _without_blanks(lines: Sequence[str]) -> list[str]:
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return list(lines[first:])


def _write_checked(path: Path, before: str, after: str, intent: str, said: list[str]) -> None:
    """Writes the file if it says just what it should, and puts it in place at once: a server may be reading it."""
    incoming = path.with_name(f".{path.name}.incoming")
    try:
        incoming.write_bytes(after.encode())
        problems = Problems()
        node = read_yaml(incoming, str(path), problems)
        found = node["intents"][intent] if node is not None and intent in node["intents"] else None
        if found is None or list(found.lines(Problems(), "say")) != said:
            raise CannotEdit(f"{path} is written in a way that cannot be edited by machine. Please edit it yourself.")
        if path.read_bytes().decode() != before:
            raise CannotEdit(f"{path} was changed meanwhile. Please try again.")
        os.chmod(incoming, path.stat().st_mode)
        incoming.replace(path)
    finally:
        incoming.unlink(missing_ok=True)


def _file(folder: Path, file: str) -> Path:
    if not re.fullmatch(r"[\w-]+(\.ya?ml)?", file):
        raise CannotEdit(f"'{file}' is no name of a file in {folder}.")
    if file.endswith(SUFFIXES):
        return folder / file
    known = [folder / f"{file}{suffix}" for suffix in SUFFIXES]
    return next((path for path in known if path.exists()), known[0])
