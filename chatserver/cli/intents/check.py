"""`chatserver intents check`: everything that is wrong with the files, and what each kind of it means."""

import sys

import click

from chatserver.cli.findings import Format, counted, show, with_format
from chatserver.cli.intents.opening import require_folder
from chatserver.cli.options import with_settings
from chatserver.intent_files import Severity, load_intents
from chatserver.intent_files.codes import CODES, explanation
from chatserver.settings import Settings
from chatserver.yaml_places import suggestion


@click.command()
@click.option("--explain", metavar="CODE", help="Print what a code in brackets means, and do nothing else.")
@click.option(
    "--fail-on",
    type=click.Choice(Severity, case_sensitive=False),
    default=Severity.WARNING,
    help="What makes the exit status 1: warning (the default: any finding) or error.",
)
@with_format
@with_settings("intents")
def check(settings: Settings, form: Format, explain: str | None, fail_on: Severity) -> None:
    """Check every intent file: file, line, column, the fault, the cure."""
    if explain is not None:
        click.echo(_explained(explain))
        return
    folder = require_folder(settings)
    problems = load_intents(folder, settings.variables).problems
    show(problems, form)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if form is Format.TEXT:
        click.echo(_summary(errors, warnings) if problems else f"{folder}: all files are in order.")
    if errors or (warnings and fail_on is Severity.WARNING):
        sys.exit(1)


def _explained(code: str) -> str:
    wanted = code.strip("[]` ")
    if wanted not in CODES:
        raise click.UsageError(f"There is no code '{wanted}'. {suggestion(wanted, CODES)}")
    return explanation(wanted).rstrip()


def _summary(errors: int, warnings: int) -> str:
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    used = "The files cannot be used." if errors else "The files can be used."
    return f"{found}. {used} More about each: chatserver intents check --explain CODE"
