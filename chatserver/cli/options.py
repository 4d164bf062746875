"""What several commands share: the options that name the settings, and errors as one plain sentence."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chatserver.core.errors import Refused
from chatserver.from_settings import WrongIntents
from chatserver.settings import WrongSettings, environment, options, read_settings
from chatserver.storage import StoreUnusable

Command = Callable[..., Any]


def with_settings(*names: str) -> Callable[[Command], Command]:
    """Adds `--config` and an option for each named setting, and passes `settings` to the command."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(config: str | None, **given_options: Any) -> Any:
            given = {name: given_options.pop(name) for name in names}
            with plain_errors():
                chosen = {name: value for name, value in given.items() if value is not None}
                settings = read_settings(Path(config) if config else None, environment(), chosen)
                return command(settings=settings, **given_options)

        described = {option.name: option.description for option in options()}
        wrapped: Command = run
        for name in reversed(names):
            kind: Any = int if name == "port" else str
            wrapped = click.option(f"--{name.replace('_', '-')}", type=kind, help=described[name])(wrapped)
        return click.option("--config", type=click.Path(dir_okay=False), help="Settings file.")(wrapped)

    return decorate


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns what an operator can mend into a message; anything else stays a traceback."""
    try:
        yield
    except (WrongSettings, WrongIntents, StoreUnusable) as error:
        raise click.ClickException(str(error)) from None
    except Refused as refused:
        raise click.ClickException(refused.message) from None
