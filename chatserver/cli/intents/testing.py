"""`chatserver intents test`: tries the authors' lines and conversations, and shows what comes out otherwise."""

import difflib
import sys
from pathlib import Path

import click

from chatserver.app import SystemClock
from chatserver.cli.findings import Format, counted, show, with_format
from chatserver.cli.intents.opening import require_folder, require_workshop
from chatserver.cli.options import with_settings
from chatserver.core.triage.intents import nearest_tag
from chatserver.intent_files import Problem
from chatserver.intent_files.cases import Cases, accept, read_cases
from chatserver.services.rehearsal import (
    DialogueFailure,
    LineFailure,
    Wanted,
    failed_dialogues,
    failed_lines,
)
from chatserver.settings import Settings
from chatserver.yaml_places import Node, Problems


@click.command()
@click.option("--lang", help="Only the tests of this language.")
@click.option("--accept", "is_accepting", is_flag=True, help="Write what the bot says now into dialogues that fail.")
@with_format
@with_settings("intents")
def test(settings: Settings, form: Format, lang: str | None, is_accepting: bool) -> None:
    """Try every line and conversation under tests/; none at all is a finding, too."""
    folder = require_folder(settings)
    workshop = require_workshop(settings)
    tag = nearest_tag(lang, workshop.intents.languages) if lang else None
    if lang and tag is None:
        raise click.ClickException(f"There is no language '{lang}'.")
    problems = Problems()
    cases = read_cases(folder, workshop.intents, problems, tag)
    lines = failed_lines(workshop, [case for case, _ in cases.lines])
    scripts = [case for case, _ in cases.dialogues]
    dialogues = failed_dialogues(workshop, scripts, SystemClock().now(), settings.variables)
    if is_accepting and dialogues:
        _accept(cases, dialogues)
        click.echo(f"{counted(len(dialogues), 'dialogue')} written anew. Read the change before you keep it.", err=True)
        dialogues = []
    found = [*problems.found, *_as_problems(cases, lines, dialogues)]
    if not cases.count:
        fault = "There are no tests." if tag is None else f"There are no tests for '{tag}'."
        cure = "Write lines that visitors type into tests/<language>/lines.yml."
        found.append(Problem(str(folder / "tests"), 0, 0, fault, cure, code="no-tests"))
    show(found, form)
    if form is Format.TEXT:
        tried = f"{counted(len(cases.lines), 'line')}, {counted(len(cases.dialogues), 'dialogue')}"
        click.echo(f"{tried}: {counted(len(found), 'finding') if found else 'all as they should be'}.")
    sys.exit(1 if found else 0)


def _as_problems(cases: Cases, lines: list[LineFailure], dialogues: list[DialogueFailure]) -> list[Problem]:
    line_places = dict(cases.lines)
    dialogue_places = dict(cases.dialogues)
    return [
        *(_at(line_places[failure.case], *_told_line(failure), "line-test") for failure in lines),
        *(_at(dialogue_places[failure.case], *_told_dialogue(failure), "dialogue-test") for failure in dialogues),
    ]


def _at(node: Node, fault: str, cure: str, code: str) -> Problem:
    return Problem(node.file, node.line, node.column, fault, cure, code=code)


def _told_line(failure: LineFailure) -> tuple[str, str]:
    case, match = failure.case, failure.match
    near = ", ".join(f"{one.intent} {one.score:.2f}" for one in match.alternatives)
    got = f"answered with '{match.intent}'" if match.intent else f"not answered ({match.verdict}: {near or 'nothing'})"
    fault = f"“{case.text}” is {got}."
    match case.wanted:
        case Wanted.ANSWERED:
            return fault, f"It should be '{case.intent}': give that intent lines that are more like it."
        case Wanted.OFFERED:
            return fault, f"'{case.intent}' should be among the buttons."
        case Wanted.SILENT:
            return fault, f"It should not be answered: write it under `not:` of '{match.intent}', or as small talk."


def _told_dialogue(failure: DialogueFailure) -> tuple[str, str]:
    case = failure.case
    diff = difflib.unified_diff(case.script, failure.actual, "expected", "now", lineterm="", n=2)
    shown = "\n".join(f"    {line}" for line in diff)
    return f"Dialogue '{case.name}' goes otherwise:\n{shown}\n   ", "Mend the files, or take it over with --accept."


def _accept(cases: Cases, failures: list[DialogueFailure]) -> None:
    """From the end of each file to its beginning, so that places stay true."""
    places = dict(cases.dialogues)
    for failure in sorted(failures, key=lambda one: places[one.case].line, reverse=True):
        node = places[failure.case]
        accept(Path(node.file), node, failure.case.script, failure.actual)
