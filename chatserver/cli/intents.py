"""`chatserver intents`: the bot authors' tools. Exit status: 0 clean, 1 findings, 2 could not run."""

import json
import sys
from pathlib import Path

import click
import msgspec

from chatserver.app import SystemClock, intents_folder
from chatserver.cli.options import with_settings
from chatserver.core.triage.intents import nearest_tag
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.turn import Reply
from chatserver.intent_files import Severity, load_intents
from chatserver.intent_files.lines import read_lines
from chatserver.services.rehearsal import Rehearsal
from chatserver.services.workshop import Workshop, build_workshop
from chatserver.settings import Settings

# The worst are what an author mends first.
_SHOWN = 12


@click.group()
def intents() -> None:
    """Check and try the bot's words."""


@intents.command()
@with_settings("intents")
def check(settings: Settings) -> None:
    """Check every intent file: file, line, column, the fault, the cure."""
    folder = intents_folder(settings)
    if not folder.is_dir():
        click.echo(f"There is no folder {folder}.", err=True)
        sys.exit(2)
    loaded = load_intents(folder, settings.variables)
    for problem in loaded.problems:
        click.echo(str(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in loaded.problems)
    warnings = len(loaded.problems) - errors
    if errors:
        click.echo(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}. The files cannot be used.")
        sys.exit(1)
    if warnings:
        click.echo(f"{_counted(warnings, 'warning')}. The files can be used.")
    else:
        click.echo(f"{folder}: all files are in order.")


@intents.command("try")
@click.option("--lang", default="en", help="The visitor's language.")
@with_settings("intents")
def try_bot(settings: Settings, lang: str) -> None:
    """Talk to the bot in the terminal; an empty line ends it. Changed files are used at once."""
    rehearsal = Rehearsal(_workshop(settings), lang, SystemClock().now())
    _show(settings, rehearsal.greet())
    while True:
        try:
            text = input("you> ").strip()
        except EOFError:
            return
        if not text:
            return
        loaded = load_intents(intents_folder(settings), settings.variables)
        if loaded.intents is None:
            for problem in loaded.problems:
                click.echo(str(problem), err=True)
            click.echo("(the last good files stay in force)", err=True)
        elif loaded.intents.version != rehearsal.workshop.intents.version:
            rehearsal.take_over(build_workshop(loaded.intents))
        turn = rehearsal.say(text)
        for reply in turn.replies:
            _show(settings, reply)
        why = turn.intent or "no intent"
        score = f", score {turn.score:.2f}" if turn.score is not None else ""
        click.secho(f"     [{why}{score}]", dim=True)
        if turn.handoff is not None:
            click.secho(f"     [handed off: {turn.handoff}; details: {rehearsal.details}]", dim=True)
            return


@intents.command()
@click.option("--lang", required=True, help="The language whose intents are matched.")
@click.option("--jsonl", is_flag=True, required=True, help="One JSON object a line, in and out.")
@with_settings("intents")
def match(settings: Settings, lang: str, jsonl: bool) -> None:
    """Match lines of JSON: {"text": …, "lang": …} in, the verdict out.

    Files that are not ready to be a bot are matched all the same, as far as their lines can be read.
    """
    matchers = _Matchers(settings, lang)
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = msgspec.json.decode(line, type=_Asked)
        except msgspec.DecodeError as error:
            raise click.ClickException(f"line {number}: {error}") from None
        found = matchers.of(asked.lang or lang).match(asked.text)
        answer = {
            "intent": found.intent,
            "verdict": found.verdict.value,
            "score": found.score,
            "alternatives": [{"intent": near.intent, "score": near.score} for near in found.alternatives],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()


@intents.command()
@click.option("--lang", help="Only this language.")
@with_settings("intents")
def conflicts(settings: Settings, lang: str | None) -> None:
    """Show which intents are taken for one another, and which lines look misfiled."""
    workshop = _workshop(settings)
    has_findings = False
    for tag in [workshop.intents.resolve(lang)] if lang else workshop.matchers:
        found = workshop.matchers[tag].conflicts()
        click.echo(
            f"{tag}: {found.accuracy:.0%} of {found.checked} lines find their intent when they are hidden from it"
        )
        for pair in found.confusions[:_SHOWN]:
            click.echo(f"  {pair.count} x {pair.intent} is taken for {pair.taken_for}")
        for suspect in found.suspects[:_SHOWN]:
            click.echo(f"  “{suspect.line}” stands in {suspect.intent} and looks like {suspect.looks_like}")
        has_findings |= bool(found.suspects)
    sys.exit(1 if has_findings else 0)


@intents.command()
@click.argument("text")
@click.option("--lang", default="en", help="The language whose intents are matched.")
@with_settings("intents")
def why(settings: Settings, text: str, lang: str) -> None:
    """Explain what the matcher makes of a line: the parts of each score, and the nearest lines."""
    workshop = _workshop(settings)
    matcher = workshop.matchers[workshop.intents.resolve(lang)]
    found = matcher.match(text)
    report = matcher.thresholds
    click.echo(f"{found.verdict.value}: {found.intent or 'no intent'}, confidence {found.score:.2f}")
    click.echo(f"  answers from {report.answer:.2f}, asks back from a strength of {report.ask:.2f}")
    for reason in matcher.why(text):
        parts = reason.parts
        click.echo(
            f"  {reason.intent} {parts.score:.2f}: words {parts.words:.2f}, letters {parts.letters:.2f},"
            f" coverage {parts.coverage:.2f}, nearest {parts.nearest:.2f} “{reason.line}”"
        )


class _Asked(msgspec.Struct):
    text: str
    lang: str | None = None


class _Matchers:
    """The matchers of a folder, each built when it is first asked."""

    def __init__(self, settings: Settings, default: str) -> None:
        folder = Path(intents_folder(settings))
        loaded = load_intents(folder, settings.variables)
        self._default = default
        if loaded.intents is not None:
            self._lines = {tag: list(words.intents.values()) for tag, words in loaded.intents.languages.items()}
        else:
            self._lines = read_lines(folder)
            click.echo(f"{_counted(len(loaded.problems), 'problem')} in {folder}; only its lines are used.", err=True)
        if not self._lines:
            click.echo(f"There are no lines in {folder}.", err=True)
            sys.exit(2)
        self._built: dict[str, Matcher] = {}

    def of(self, tag: str) -> Matcher:
        known = nearest_tag(tag, self._lines) or nearest_tag(self._default, self._lines) or next(iter(self._lines))
        if known not in self._built:
            self._built[known] = Matcher(self._lines[known], known or tag)
        return self._built[known]


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _workshop(settings: Settings) -> Workshop:
    loaded = load_intents(Path(intents_folder(settings)), settings.variables)
    if loaded.intents is None:
        for problem in loaded.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)
    return build_workshop(loaded.intents)


def _show(settings: Settings, reply: Reply) -> None:
    click.echo(f"{settings.bot}> {reply.text}")
    if reply.buttons:
        click.echo("     " + "  ".join(f"[{button}]" for button in reply.buttons))
