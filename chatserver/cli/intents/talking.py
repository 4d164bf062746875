"""`chatserver intents try`: a conversation with the bot in the terminal. Changed files are used at once."""

import re
from collections.abc import Sequence

import click

from chatserver.app import SystemClock
from chatserver.cli.intents.opening import require_workshop
from chatserver.cli.options import with_settings
from chatserver.core.triage.intents import SlotType
from chatserver.core.triage.state import Stage
from chatserver.core.triage.turn import Reply, Turn
from chatserver.from_settings import intents_folder
from chatserver.intent_files import Problem, load_intents
from chatserver.services.rehearsal import Rehearsal
from chatserver.services.workshop import build_workshop
from chatserver.settings import Settings

# 2, and also #2 or [2], which is never the answer to a question for a number.
_NUMBER = re.compile(r"(?P<plain>\d{1,2})|#(?P<hash>\d{1,2})|\[(?P<bracket>\d{1,2})\]")


@click.command("try")
@click.option("--lang", default="en", help="The visitor's language.")
@with_settings("intents")
def try_bot(settings: Settings, lang: str) -> None:
    """Talk to the bot in the terminal; an empty line ends it. Changed files are used at once.

    A number presses the button with that number; where the bot asks for a number itself, write #1.
    """
    rehearsal = Rehearsal(require_workshop(settings), lang, SystemClock().now())
    bench = _Bench(settings, rehearsal)
    replies: Sequence[Reply] = (rehearsal.greet(),)
    _show(settings, replies)
    while True:
        try:
            text = input("you> ").strip()
        except EOFError:
            return
        if not text:
            return
        bench.reload()
        text = _pressed(text, replies, is_answer=_asks_for_digits(rehearsal))
        turn = rehearsal.say(text)
        replies = turn.replies
        _show(settings, replies)
        _tell(turn, rehearsal.details)
        if turn.handoff is not None:
            return


class _Bench:
    """The set in use; it stays when the files get broken."""

    def __init__(self, settings: Settings, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._settings = settings
        self._told: tuple[Problem, ...] = ()

    def reload(self) -> None:
        loaded = load_intents(intents_folder(self._settings), self._settings.variables)
        if loaded.intents is None:
            if loaded.problems != self._told:
                for problem in loaded.problems:
                    click.echo(str(problem), err=True)
            click.echo("(the last good files stay in force)", err=True)
        elif loaded.intents.version != self._rehearsal.workshop.intents.version:
            self._rehearsal.take_over(build_workshop(loaded.intents))
            click.echo("(the changed files are in use)", err=True)
        self._told = loaded.problems


def _asks_for_digits(rehearsal: Rehearsal) -> bool:
    """True while a question of a form is open that digits may answer."""
    under_way = rehearsal.state.form
    if under_way is None or under_way.stage is not Stage.ASKING:
        return False
    form = rehearsal.workshop.intents.forms.get(under_way.form)
    slot = form.slot(under_way.slot) if form is not None else None
    return slot is not None and slot.type is not SlotType.CHOICE


def _pressed(text: str, replies: Sequence[Reply], *, is_answer: bool) -> str:
    """What the visitor says by pressing the button with that number; else the text."""
    buttons = [button for reply in replies for button in reply.buttons]
    found = _NUMBER.fullmatch(text)
    if found is None or (is_answer and found["plain"]):
        return text
    number = int(found["plain"] or found["hash"] or found["bracket"])
    if not 1 <= number <= len(buttons):
        return text
    click.secho(f"     ({buttons[number - 1]})", dim=True)
    return buttons[number - 1]


def _show(settings: Settings, replies: Sequence[Reply]) -> None:
    number = 0
    for reply in replies:
        click.echo(f"{settings.bot}> {reply.text}")
        for button in reply.buttons:
            number += 1
            click.echo(f"     [{number}] {button}")


def _tell(turn: Turn, details: dict[str, str]) -> None:
    score = f", score {turn.score:.2f}" if turn.score is not None else ""
    click.secho(f"     [{turn.intent or 'no intent'}{score}]", dim=True)
    if turn.handoff is not None:
        click.secho(f"     [handed off: {turn.handoff}; details: {details}]", dim=True)
