"""`chatserver intents conflicts`: which intents are taken for one another, and which lines look misfiled."""

import sys
from collections.abc import Mapping

import click

from chatserver.cli.findings import Format, counted, show, with_format
from chatserver.cli.intents.opening import Matchers
from chatserver.cli.options import with_settings
from chatserver.core.triage.conflicts import Conflicts
from chatserver.intent_files import Problem, Severity
from chatserver.intent_files.language import PlacedLine
from chatserver.intent_files.lines import read_placed_lines
from chatserver.settings import Settings

# As text, the worst tenth of the lines is shown and never less than this: they are what an author mends first.
_SHOWN = 12
_SHARE_SHOWN = 10
# One line is no confusion yet; it is among the misfiled ones.
_MIN_CONFUSED = 2

Places = Mapping[tuple[str, str, str], PlacedLine]


@click.command()
@click.option("--lang", help="Only this language.")
@with_format
@with_settings("intents")
def conflicts(settings: Settings, form: Format, lang: str | None) -> None:
    """Show which intents are taken for one another, and which lines look misfiled, worst first.

    Each line is hidden from the bot once, and the bot is asked for it. Files that are not ready to be a bot are looked
    at all the same, as far as their lines can be read.
    """
    matchers = Matchers(settings)
    placed = read_placed_lines(matchers.folder)
    places = {(line.tag, line.intent, line.text): line for line in reversed(placed) if line.key == "say"}
    findings: list[Problem] = []
    for tag in [matchers.require(lang)] if lang else matchers.lines:
        found = matchers.of(tag).conflicts()
        misfiled, confused = _misfiled(tag, found, places), _confused(tag, found, placed)
        findings += [*misfiled, *confused]
        if form is Format.TEXT:
            _tell(tag, found, misfiled)
    if form is not Format.TEXT:
        show(findings, form)
    sys.exit(1 if findings else 0)


def _misfiled(tag: str, found: Conflicts, places: Places) -> list[Problem]:
    problems: list[Problem] = []
    for suspect in found.suspects:
        fault = f"“{suspect.line}” stands in '{suspect.intent}' and looks like '{suspect.looks_like}'."
        cure = "Move it there, or add lines like it where it is."
        problems.append(_warning(places.get((tag, suspect.intent, suspect.line)), fault, cure, "misfiled-line"))
    return problems


def _confused(tag: str, found: Conflicts, placed: list[PlacedLine]) -> list[Problem]:
    first = {line.intent: line for line in reversed(placed) if line.tag == tag and line.key == "say"}
    problems: list[Problem] = []
    for pair in found.confusions:
        if pair.count >= _MIN_CONFUSED:
            fault = f"{pair.count} lines of '{pair.intent}' are taken for '{pair.taken_for}'."
            cure = "Say in both what makes the difference, or make one of the two."
            problems.append(_warning(first.get(pair.intent), fault, cure, "confused-intents"))
    return problems


def _warning(line: PlacedLine | None, fault: str, cure: str, code: str) -> Problem:
    file, number, column = (line.node.file, line.node.line, line.node.column) if line is not None else ("", 0, 0)
    return Problem(file, number, column, fault, cure, Severity.WARNING, code)


def _tell(tag: str, found: Conflicts, misfiled: list[Problem]) -> None:
    lines = counted(found.checked, "line")
    click.echo(f"{tag}: {found.accuracy:.0%} of {lines} find their intent when they are hidden from it")
    for pair in found.confusions[:_SHOWN]:
        click.echo(f"  {pair.count} x {pair.intent} is taken for {pair.taken_for}")
    worst = misfiled[: max(_SHOWN, found.checked // _SHARE_SHOWN)]
    show(worst, Format.TEXT)
    if len(misfiled) > len(worst):
        click.echo(f"  and {len(misfiled) - len(worst)} more that are less far off: --format json shows them all")
