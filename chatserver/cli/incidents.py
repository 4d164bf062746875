"""`chatserver incidents`: what visitors are told before they ask. A running server takes a change within seconds."""

import sys

import click

from chatserver.cli.beside import run_beside
from chatserver.cli.options import with_settings
from chatserver.services import announcing
from chatserver.settings import Settings


@click.group()
def incidents() -> None:
    """Tell visitors of a known problem before they ask."""


@incidents.command()
@click.argument("text")
@click.option("--in", "translations", nargs=2, multiple=True, metavar="LANG TEXT", help="The same in another language.")
@with_settings("data")
def announce(settings: Settings, text: str, translations: tuple[tuple[str, str], ...]) -> None:
    """Announce a known problem, in the words that visitors read."""
    problem = run_beside(settings, lambda ctx: announcing.announce_problem(ctx, text, dict(translations)))
    click.echo(f"{problem.id}: {problem.text}")


@incidents.command("list")
@with_settings("data")
def list_open(settings: Settings) -> None:
    """List the known problems that are open."""
    problems = run_beside(settings, announcing.open_problems)
    for problem in problems:
        click.echo(f"{problem.id}: {problem.text}")
    if not problems:
        click.echo("No incident is open.")


@incidents.command()
@click.argument("incident_id")
@with_settings("data")
def end(settings: Settings, incident_id: str) -> None:
    """End a known problem: visitors are no longer told of it."""
    if not run_beside(settings, lambda ctx: announcing.end_problem(ctx, incident_id)):
        click.echo(f"No incident {incident_id} is open.", err=True)
        sys.exit(1)
    click.echo(f"{incident_id} is over.")
