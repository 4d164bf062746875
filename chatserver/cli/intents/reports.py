"""`chatserver intents gaps` and `coverage`: what real chats say about the intents. They read the database only."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import msgspec

from chatserver.app import SystemClock
from chatserver.cli.findings import counted
from chatserver.cli.intents.opening import Matchers, require_set
from chatserver.cli.options import with_settings
from chatserver.core.triage.gaps import Gap, Tally, coverage, gaps, unanswered
from chatserver.core.triage.intents import IntentSet
from chatserver.core.triage.matcher import Verdict
from chatserver.intent_files.editing import adopt_command
from chatserver.intent_files.review import has_address, has_secret
from chatserver.settings import Settings
from chatserver.storage.reading_back import read_histories

_MASK = "••••"
_MORE_WORDINGS = 3


@click.command("gaps")
@click.option("--lang", help="Only this language.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only questions of this day and later (UTC).")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many, the worst first.")
@click.option("--all", "is_all", is_flag=True, help="Also those that the bot answers by now.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@with_settings("intents", "data")
def show_gaps(
    settings: Settings, lang: str | None, since: datetime | None, limit: int, is_all: bool, form: str
) -> None:
    """Show what visitors asked and the bot did not answer, the most frequent first, and what they pressed then.

    With each comes the command that adopts it into the intent that people chose.
    """
    loaded = require_set(settings)
    assert loaded.intents is not None
    intents, matchers = loaded.intents, Matchers(settings, loaded)
    wanted = matchers.require(lang) if lang else None
    start = since.replace(tzinfo=UTC) if since else None
    histories = read_histories(Path(settings.data), start)
    found = gaps(unanswered(histories, intents.resolve, _renamed(intents), start))
    shown: list[Gap] = []
    by_now = 0
    for gap in found:
        if len(shown) >= limit:
            break
        if wanted is not None and gap.lang != wanted:
            continue
        if not is_all and matchers.of(gap.lang).match(gap.text).verdict is Verdict.ANSWER:
            by_now += 1
            continue
        shown.append(gap)
    commands = [_command(gap, intents, settings.intents) for gap in shown]
    if form == "json":
        click.echo(json.dumps(list(map(_as_object, shown, commands)), ensure_ascii=False, indent=2))
    else:
        _tell(shown, commands, by_now)
    sys.exit(1 if shown else 0)


def _command(gap: Gap, intents: IntentSet, folder: str) -> str | None:
    """How to adopt the first wording that may stand in a file; None when there is none, or nobody chose an intent."""
    if gap.intent is None or gap.intent not in intents.languages[gap.lang].intents:
        return None
    fit = (text for text in gap.wordings if not (_MASK in text or has_secret(text) or has_address(text)))
    text = next(fit, None)
    return adopt_command(" ".join(text.split()), gap.intent, gap.lang, folder) if text is not None else None


def _as_object(gap: Gap, command: str | None) -> dict[str, object]:
    return {
        "lang": gap.lang,
        "text": gap.text,
        "count": gap.count,
        "asked_back": gap.asked_back,
        "missed": gap.count - gap.asked_back,
        "last_at": gap.last_at.isoformat(),
        "wordings": list(gap.wordings),
        "pressed": dict(gap.pressed),
        "adopt": command,
    }


def _tell(shown: Sequence[Gap], commands: Sequence[str | None], by_now: int) -> None:
    for gap, command in zip(shown, commands, strict=True):
        missed = gap.count - gap.asked_back
        click.echo(f"{gap.count} x “{gap.text}” ({gap.lang}; asked back {gap.asked_back}, not understood {missed})")
        for text in gap.wordings[1 : 1 + _MORE_WORDINGS]:
            click.echo(f"      also “{text}”")
        if gap.pressed:
            click.echo(f"      then: {', '.join(f'{name} {count} x' for name, count in gap.pressed)}")
        if command is not None:
            click.echo(f"      {command}")
    if by_now:
        click.echo(f"{counted(by_now, 'question')} of before would be answered by now; --all shows them, too.")
    if not shown:
        click.echo("Nothing that the bot did not answer.")


@click.command("coverage")
@click.option("--weeks", type=click.IntRange(min=1, max=520), default=4, show_default=True, help="So many weeks back.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="For people or programs."
)
@with_settings("intents", "data")
def show_coverage(settings: Settings, weeks: int, form: str) -> None:
    """Show what each intent did, by ISO week: answered, offered among the buttons, led to a handoff."""
    intents = require_set(settings).intents
    assert intents is not None
    now = SystemClock().now()
    monday = datetime(now.year, now.month, now.day, tzinfo=UTC) - timedelta(days=now.weekday())
    start = monday - timedelta(weeks=weeks - 1)
    tallies = coverage(read_histories(Path(settings.data), start), _renamed(intents), start)
    rows = [msgspec.structs.asdict(tally) for tally in tallies]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        sheet = io.StringIO()
        writer = csv.DictWriter(sheet, Tally.__struct_fields__, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        click.echo(sheet.getvalue(), nl=False)
    else:
        _tell_tallies(tallies, intents, weeks)


def _tell_tallies(tallies: Sequence[Tally], intents: IntentSet, weeks: int) -> None:
    names = {name for language in intents.languages.values() for name in language.intents}
    width = max([len("intent"), *(len(tally.intent) for tally in tallies)])
    click.echo(f"{'week':<8}  {'intent':<{width}}  answered  asked  handed off")
    for tally in tallies:
        numbers = f"{tally.answered:>8}  {tally.asked:>5}  {tally.handed_off:>10}"
        click.echo(f"{tally.week:<8}  {tally.intent:<{width}}  {numbers}")
    unseen = sorted(names - {tally.intent for tally in tallies})
    if unseen:
        click.echo(f"Never met in {counted(weeks, 'week')}: {', '.join(unseen)}")


def _renamed(intents: IntentSet) -> Mapping[str, str]:
    """The name of today for each former one."""
    return {
        former: intent.name
        for language in intents.languages.values()
        for intent in language.intents.values()
        for former in intent.formerly
    }
