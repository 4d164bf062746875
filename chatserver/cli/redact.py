"""`chatserver redact`: the same redaction as the server's, for old transcripts and logs.

Exit status: 0 done, 1 something was found (with `--check`), 2 could not run.
"""

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import click
import msgspec
from msgspec import Meta

from chatserver.core.people import AuthorKind
from chatserver.core.redaction.cuts import apply_cuts
from chatserver.core.redaction.findings import Redaction
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, Said
from chatserver.core.redaction.redact import redact as redact_message
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.intent_files.redaction_rules import load_rules

# So many messages before are looked back at, as in the server.
CONTEXT = 6
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Message(msgspec.Struct):
    sender: AuthorKind = msgspec.field(default=AuthorKind.VISITOR, name="from")
    text: str = ""


class _Conversation(msgspec.Struct):
    messages: Annotated[list[_Message], Meta(min_length=0)]


@dataclass(slots=True)
class _Transcript:
    """A conversation as it is redacted, message by message; a later one may change an earlier."""

    rules: Rules
    authors: list[AuthorKind] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    masks: list[tuple[Redaction, ...]] = field(default_factory=list)

    def add(self, by: AuthorKind, text: str, *, is_draft: bool = False) -> None:
        first = max(0, len(self.texts) - CONTEXT)
        context = Context(tuple(Said(*said) for said in zip(self.authors[first:], self.texts[first:], strict=True)))
        result = redact_message(context, RawText(text), by, is_draft=is_draft, rules=self.rules)
        for earlier in result.earlier:
            place = first + earlier.index
            recut = apply_cuts(self.texts[place], self.masks[place], earlier.cuts)
            self.texts[place], self.masks[place] = recut.text, recut.redactions
        self.authors.append(by)
        self.texts.append(result.text)
        self.masks.append(result.redactions)


@click.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--jsonl", is_flag=True, help="One JSON object a line: {'messages': [{'from', 'text'}]} in, texts and findings out."
)
@click.option("--preview", is_flag=True, help="With --jsonl: the last message is a draft that somebody is typing.")
@click.option(
    "--rules", "rules_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The site's own rules."
)
@click.option("--check", is_flag=True, help="Exit with 1 when something was found.")
def redact(files: tuple[Path, ...], jsonl: bool, preview: bool, rules_file: Path | None, check: bool) -> None:
    """Mask passwords, card numbers and keys in text from files or stdin; the clean text goes to stdout."""
    if preview and not jsonl:
        raise click.UsageError("--preview goes with --jsonl.")
    rules = _rules(rules_file)
    found: Counter[str] = Counter()
    for source in _sources(files):
        for masks in _conversations(source, preview, rules) if jsonl else _paragraphs(source, rules):
            found.update(mask.rule for mask in masks)
    if not jsonl:
        total = sum(found.values())
        listing = ", ".join(f"{rule} {count}" for rule, count in sorted(found.items()))
        click.echo(f"{total} found: {listing}" if total else "nothing found", err=True)
    if check and found:
        sys.exit(1)


def _rules(file: Path | None) -> Rules:
    if file is None:
        return SHIPPED
    loaded = load_rules(file)
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    if loaded.rules is None:
        sys.exit(2)
    return loaded.rules


def _sources(files: tuple[Path, ...]) -> Iterator[Iterable[str]]:
    if not files:
        # As it comes: the line ends are the text's own.
        stdin = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="")
        yield stdin
        stdin.detach()
    for path in files:
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield file


def _paragraphs(source: Iterable[str], rules: Rules) -> Iterator[tuple[Redaction, ...]]:
    """Redacts plain text block by block: what belongs together stands together, and a file of any size fits."""
    for block in _blocks(source):
        result = redact_message(Context(), RawText(block), rules=rules)
        click.echo(result.text, nl=False)
        yield result.redactions


# A key's lines belong together, and no key has more.
_MAX_LINES = 200
_MAX_CHARS = 32_000


def _blocks(source: Iterable[str]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for line in source:
        lines.append(line)
        size += len(line)
        in_key = "-----BEGIN" in lines[0] or any("-----BEGIN" in kept for kept in lines[-_MAX_LINES:])
        is_end = (not line.strip() and not in_key) or "-----END" in line
        if is_end or len(lines) >= _MAX_LINES or size >= _MAX_CHARS:
            yield "".join(lines)
            lines, size = [], 0
    if lines:
        yield "".join(lines)


def _conversations(source: Iterable[str], preview: bool, rules: Rules) -> Iterator[tuple[Redaction, ...]]:
    decoder = msgspec.json.Decoder(_Conversation)
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            asked = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise click.ClickException(f"line {number}: {error}") from None
        transcript = _Transcript(rules)
        for place, message in enumerate(asked.messages, 1):
            transcript.add(message.sender, message.text, is_draft=preview and place == len(asked.messages))
        findings: list[dict[str, Any]] = [
            {"message": place, "kind": mask.kind.value, "rule": mask.rule}
            for place, masks in enumerate(transcript.masks)
            for mask in masks
        ]
        click.echo(json.dumps({"texts": transcript.texts, "findings": findings}, ensure_ascii=False))
        sys.stdout.flush()
        yield from transcript.masks
