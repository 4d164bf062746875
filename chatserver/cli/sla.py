"""`chatserver sla`: the file with the promises about time, looked at before a server is started with it."""

import sys
from pathlib import Path

import click

from chatserver.cli.findings import Format, counted, show, with_format
from chatserver.cli.options import with_settings
from chatserver.policy_files.load import load_sla
from chatserver.settings import Settings


@click.group()
def sla() -> None:
    """Promises about time: targets, working hours, who is told."""


@sla.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@with_format
@with_settings()
def check(settings: Settings, file: Path | None, form: Format) -> None:
    """Check FILE, or the one that the settings name: file, line, column, the fault, the cure.

    Exit status: 0 it can be used, 1 it cannot, 2 there is nothing to check.
    """
    chosen = file or (Path(settings.sla) if settings.sla else None)
    if chosen is None:
        raise click.UsageError("No file is named, here or by the setting `sla`. Without one the defaults hold.")
    if not chosen.is_file():
        raise click.UsageError(f"There is no file {chosen}.")
    problems = load_sla(chosen).problems
    show(problems, form)
    if form is Format.TEXT:
        click.echo(
            f"{counted(len(problems), 'fault')}. The file cannot be used." if problems else f"{chosen} is in order."
        )
    if problems:
        sys.exit(1)
