"""`chatserver intents`: the bot authors' tools. Exit status: 0 clean, 1 findings, 2 could not run."""

from typing import Any

import click

from chatserver.cli.intents.check import check
from chatserver.cli.intents.conflicts import conflicts
from chatserver.cli.intents.editing import adopt, new
from chatserver.cli.intents.layout import fmt
from chatserver.cli.intents.match import match
from chatserver.cli.intents.reports import show_coverage, show_gaps
from chatserver.cli.intents.schema import schema
from chatserver.cli.intents.talking import try_bot
from chatserver.cli.intents.testing import test
from chatserver.cli.intents.why import why


class CouldNotRun(click.ClickException):
    """A complaint about anything but what the author wrote: no finding."""

    exit_code = 2


class Tools(click.Group):
    """Gives the tools their own exit status for what keeps them from running."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError:
            raise
        except click.ClickException as error:
            raise CouldNotRun(error.message) from None


@click.group(cls=Tools)
def intents() -> None:
    """Check, try and improve the bot's words."""


for command in (check, conflicts, why, match, test, try_bot, new, adopt, fmt, schema, show_gaps, show_coverage):
    intents.add_command(command)
