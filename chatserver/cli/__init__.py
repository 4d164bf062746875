"""The commands of the program: `chatserver serve`, `agents`, `intents`, `backup` and the others."""

import click

from chatserver.cli.agents import agents
from chatserver.cli.generate import generate
from chatserver.cli.incidents import incidents
from chatserver.cli.intents import intents
from chatserver.cli.maintenance import backup, check, restore
from chatserver.cli.redact import redact
from chatserver.cli.report import report
from chatserver.cli.serve import init, serve
from chatserver.cli.simulate import simulate
from chatserver.cli.sla import sla


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chatserver")
def main() -> None:
    """A live-chat server: a bot at the door, people behind it."""


for command in (
    serve,
    init,
    agents,
    incidents,
    intents,
    redact,
    report,
    simulate,
    sla,
    backup,
    restore,
    check,
    generate,
):
    main.add_command(command)
