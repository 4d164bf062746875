"""Opening a folder of intents for a tool: the whole set, or as much of it as its lines need."""

from collections.abc import Mapping
from pathlib import Path

import click

from chatserver.cli.findings import Format, counted, rendered
from chatserver.core.triage.intents import Intent, nearest_tag
from chatserver.core.triage.matcher import NOTHING_OWN, Matcher, Own
from chatserver.from_settings import intents_folder
from chatserver.intent_files import Loaded, load_intents
from chatserver.intent_files.lines import read_lines
from chatserver.services.workshop import Workshop, build_workshop, own_words
from chatserver.settings import Settings


def require_folder(settings: Settings) -> Path:
    """Returns the folder of the intent files. Raises `ClickException` when it is not there."""
    folder = intents_folder(settings)
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}.")
    return folder


def require_set(settings: Settings) -> Loaded:
    """Returns a set without errors. Raises `ClickException` after showing what keeps it from being used."""
    folder = require_folder(settings)
    loaded = load_intents(folder, settings.variables)
    if loaded.intents is None:
        click.echo(rendered(loaded.problems, Format.TEXT), err=True)
        raise click.ClickException(f"The files in {folder} cannot be used.")
    return loaded


def require_workshop(settings: Settings) -> Workshop:
    """Returns a set without errors and its matchers; see `require_set`."""
    intents = require_set(settings).intents
    assert intents is not None
    return build_workshop(intents)


class Matchers:
    """The matchers of a folder, each built when it is first asked for. Of a set that is not ready, the lines serve."""

    def __init__(self, settings: Settings, loaded: Loaded | None = None) -> None:
        """`loaded` is for who has read the folder already. Raises `ClickException` when there are no lines at all."""
        self.folder = require_folder(settings)
        loaded = loaded or load_intents(self.folder, settings.variables)
        self.lines: Mapping[str, list[Intent]]
        self._own: Mapping[str, Own] = {}
        if loaded.intents is not None:
            self.lines = {tag: list(words.intents.values()) for tag, words in loaded.intents.languages.items()}
            self._own = {tag: own_words(words) for tag, words in loaded.intents.languages.items()}
        else:
            self.lines = read_lines(self.folder)
            errors = counted(len(loaded.problems), "problem")
            click.echo(f"{errors} in {self.folder}; only its lines are used.", err=True)
        if not self.lines:
            raise click.ClickException(f"There are no lines in {self.folder}.")
        self._built: dict[str, Matcher] = {}

    def nearest(self, *tags: str) -> str:
        """Returns the language that is known and nearest to the first of the tags that has one, else the first."""
        found = (nearest_tag(tag, self.lines) for tag in tags)
        return next((tag for tag in found if tag is not None), next(iter(self.lines)))

    def require(self, tag: str) -> str:
        """Returns the language that is known and nearest to the tag. Raises `ClickException` when none is."""
        known = nearest_tag(tag, self.lines)
        if known is None:
            raise click.ClickException(f"There is no language '{tag}'. Known here: {', '.join(self.lines)}.")
        return known

    def of(self, tag: str) -> Matcher:
        """Returns the matcher of a language that is known."""
        if tag not in self._built:
            self._built[tag] = Matcher(self.lines[tag], tag, own=self._own.get(tag, NOTHING_OWN))
        return self._built[tag]
