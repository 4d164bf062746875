"""`chatserver backup`, `restore` and `check`: the database as a whole."""

import sys
from pathlib import Path

import click

from chatserver.app import RandomIds
from chatserver.cli.options import with_settings
from chatserver.settings import Settings
from chatserver.storage import FILE_NAME, back_up, faults_of
from chatserver.storage import restore as bring_back

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@with_settings("data")
def backup(settings: Settings, file: Path) -> None:
    """Write a consistent copy of the database to FILE; the server may run."""
    back_up(Path(settings.data), file)
    click.echo(f"Wrote {file}.")


@click.command()
@click.argument("file", type=FILE)
@with_settings("data")
def restore(settings: Settings, file: Path) -> None:
    """Put the copy FILE in the place of the database; stop the server first."""
    bring_back(file, Path(settings.data), RandomIds().short())
    click.echo(f"Restored {file}. What was there before is in {FILE_NAME}.before-restore.")


@click.command()
@click.argument("file", type=FILE, required=False)
@with_settings("data")
def check(settings: Settings, file: Path | None) -> None:
    """Verify the database, or the copy FILE: its pages, references and logs."""
    place = file or Path(settings.data) / FILE_NAME
    faults = list(faults_of(place))
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(f"{place} is in order.")
