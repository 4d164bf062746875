"""`chatserver intents fmt`: the files in the usual layout."""

import sys

import click

from chatserver.cli.findings import Format, counted, show, with_format
from chatserver.cli.intents.opening import require_folder
from chatserver.cli.options import with_settings
from chatserver.intent_files import Problem, Severity
from chatserver.intent_files.layout import CannotFormat, formatted
from chatserver.intent_files.load import intent_files
from chatserver.settings import Settings
from chatserver.yaml_places import Problems, read_yaml


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; name the files that are not in the usual layout.")
@with_format
@with_settings("intents")
def fmt(settings: Settings, form: Format, check: bool) -> None:
    """Bring the files into the usual layout; words, comments and meaning stay.

    Two spaces a step, `|` blocks, an intent's parts in the order title, say, not, keywords, answer, and one blank line
    between intents.
    """
    folder = require_folder(settings)
    findings: list[Problem] = []
    files = intent_files(folder)
    for path in files:
        problems = Problems()
        if read_yaml(path, str(path), problems) is None:
            findings += problems.found
            continue
        before = path.read_bytes().decode()
        try:
            after = formatted(before)
        except CannotFormat as error:
            cure = "Write it more plainly, or leave it as it is."
            findings.append(Problem(str(path), 0, 0, str(error), cure, Severity.WARNING, "not-formatted"))
            continue
        if after == before:
            continue
        if check:
            line = _first_difference(before, after)
            fault = "The file is not in the usual layout from here on."
            cure = "Run `chatserver intents fmt`."
            findings.append(Problem(str(path), line, 1, fault, cure, Severity.WARNING, "not-formatted"))
        else:
            path.write_bytes(after.encode())
            click.echo(f"{path}: changed", err=form is not Format.TEXT)
    show(findings, form)
    if form is Format.TEXT and not findings:
        click.echo(f"{counted(len(files), 'file')} in {folder}: all in the usual layout.")
    sys.exit(1 if findings else 0)


def _first_difference(before: str, after: str) -> int:
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    same = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 0)
    return same or min(before.count("\n"), after.count("\n")) + 1
