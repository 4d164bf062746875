"""`chatserver intents new` and `adopt`: what a tool can write into the files for an author."""

import sys
from pathlib import Path

import click

from chatserver.cli.intents.opening import require_folder
from chatserver.cli.options import with_settings
from chatserver.core.triage.intents import nearest_tag
from chatserver.core.triage.near import near_pairs
from chatserver.from_settings import bundled
from chatserver.intent_files.editing import CannotEdit, Refused, add_intent, new_folder, require_name
from chatserver.intent_files.editing import adopt as adopt_line
from chatserver.intent_files.language import STRUCTURE
from chatserver.intent_files.lines import read_placed_lines
from chatserver.intent_files.load import intent_files
from chatserver.intent_files.skeletons import EXAMPLES
from chatserver.intent_files.structure import read_structure
from chatserver.settings import Settings
from chatserver.yaml_places import Problems


@click.command()
@click.argument("name", required=False)
@click.option("--lang", "tags", multiple=True, help="Only this language; may be given several times.")
@click.option("--file", default="faq", help="The file of each language that gets the intent; faq unless told.")
@click.option(
    "--folder", "target", type=click.Path(path_type=Path, file_okay=False), help="Make a whole folder, without NAME."
)
@with_settings("intents")
def new(settings: Settings, name: str | None, tags: tuple[str, ...], file: str, target: Path | None) -> None:
    """Begin the intent NAME, to be filled in, or with --folder a whole set that works.

    Until the intent is filled in, `check` says what is missing, and a running server stays with the last good files.
    """
    if (name is None) == (target is None):
        raise click.UsageError("Give either the NAME of an intent or --folder.")
    try:
        if target is not None:
            _new_folder(target, tags)
        elif name is not None:
            _new_intent(require_folder(settings), name, tags, file)
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except (CannotEdit, OSError) as error:
        raise click.ClickException(str(error)) from None


def _new_folder(target: Path, tags: tuple[str, ...]) -> None:
    known = [nearest_tag(tag, EXAMPLES) or tag for tag in tags or ("en",)]
    for path in new_folder(target, known, bundled("intents")):
        click.echo(f"wrote {path}")
    click.echo(f"Talk to it: chatserver intents try --intents {target} --lang {known[0]}")


def _new_intent(folder: Path, name: str, tags: tuple[str, ...], file: str) -> None:
    require_name(name)
    known = _languages(folder)
    chosen = list(dict.fromkeys(_known(tag, known) for tag in tags)) or known
    for tag in chosen:
        path = add_intent(folder, tag, name, file)
        line = next((at for at, text in enumerate(path.read_text("utf-8").split("\n"), 1) if text == f"  {name}:"), 1)
        click.echo(f"{path}:{line}: fill in the title, the lines and the answer")
    click.echo(f"Then: chatserver intents check --intents {folder}")


def _languages(folder: Path) -> list[str]:
    root = next((path for path in intent_files(folder) if path.parent == folder and path.stem == STRUCTURE), None)
    problems = Problems()
    languages = read_structure(root, problems).languages if root is not None else ()
    if not languages:
        raise CannotEdit(f"{folder} has no bot.yml that names its languages.")
    return list(languages)


def _known(tag: str, known: list[str]) -> str:
    found = nearest_tag(tag, known)
    if found is None:
        raise CannotEdit(f"There is no language '{tag}'. Known here: {', '.join(known)}.")
    return found


@click.command()
@click.argument("text")
@click.option("--intent", required=True, help="The intent that gets the line.")
@click.option("--lang", required=True, help="The language of the line.")
@with_settings("intents")
def adopt(settings: Settings, text: str, intent: str, lang: str) -> None:
    """Append the line TEXT to the examples of an intent; nothing else in its file changes.

    A line that is there already, in this intent or another, or has a secret in it, is refused.
    """
    folder = require_folder(settings)
    tags = [path.name for path in folder.iterdir() if path.is_dir()]
    tag = nearest_tag(lang, tags) or lang
    try:
        line = adopt_line(folder, tag, intent, text)
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except (CannotEdit, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{line.place}: “{line.text}” stands in '{intent}' now.")
    others = [one for one in read_placed_lines(folder) if (one.tag, one.key) == (tag, "say") and one.intent != intent]
    pairs = near_pairs([*((one.intent, one.text) for one in others), (intent, line.text)], tag)
    for near in (others[pair.first] for pair in pairs if pair.second == len(others)):
        click.echo(f"It is nearly “{near.text}” of '{near.intent}', at {near.place}: perhaps one of them should go.")
