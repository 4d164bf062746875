"""`chatserver intents why`: what the matcher makes of a line, and what would tip it."""

from collections.abc import Iterator, Sequence

import click
from msgspec.structs import replace

from chatserver.cli.intents.opening import Matchers
from chatserver.cli.options import with_settings
from chatserver.core.triage.intents import Intent
from chatserver.core.triage.matcher import Match, Matcher, Reason, Verdict
from chatserver.core.triage.near import near_pairs
from chatserver.core.triage.self_check import CLOSE
from chatserver.core.triage.words import words_of
from chatserver.intent_files.editing import adopt_command
from chatserver.intent_files.language import PlacedLine
from chatserver.intent_files.lines import read_placed_lines
from chatserver.intent_files.review import sameness
from chatserver.settings import Settings


@click.command()
@click.argument("text")
@click.option("--lang", default="en", help="The language whose intents are matched.")
@with_settings("intents")
def why(settings: Settings, text: str, lang: str) -> None:
    """Explain what the bot makes of a line: the parts of each score, the nearest lines, and what would tip it."""
    matchers = Matchers(settings)
    tag = matchers.require(lang)
    matcher = matchers.of(tag)
    placed = [line for line in read_placed_lines(matchers.folder) if line.tag == tag]
    found, reasons = matcher.match(text), matcher.why(text)
    click.echo(f"{found.verdict.value}: {found.intent or 'no intent'}, confidence {found.score:.2f}")
    limits = matcher.thresholds
    click.echo(f"  answers from {limits.answer:.2f}, asks back from a strength of {limits.ask:.2f}")
    for reason in reasons:
        click.echo(f"  {_parts(reason, placed)}")
    for line in _reasons_for(text, found, reasons, matcher, placed):
        click.echo(line)
    if found.verdict is not Verdict.ANSWER and reasons:
        best = reasons[0].intent
        for line in _adopted(text, tag, best, matchers.lines[tag], matcher, placed):
            click.echo(line)
        click.echo(f"  {adopt_command(text, best, tag, settings.intents)}")


def _parts(reason: Reason, placed: Sequence[PlacedLine]) -> str:
    parts = reason.parts
    told = (
        f"{reason.intent} {parts.score:.2f}: words {parts.words:.2f}, letters {parts.letters:.2f},"
        f" coverage {parts.coverage:.2f}, nearest {parts.nearest:.2f}"
    )
    line = next(
        (
            line
            for line in placed
            if line.intent == reason.intent and line.key != "not" and " ".join(words_of(line.text)) == reason.line
        ),
        None,
    )
    return f"{told} “{line.text}” ({line.place})" if line is not None else f"{told} “{reason.line}”"


def _reasons_for(
    text: str, found: Match, reasons: Sequence[Reason], matcher: Matcher, placed: Sequence[PlacedLine]
) -> Iterator[str]:
    """Says in words how far the line is from an answer, and which intent stands in its way."""
    same = [line for line in placed if sameness(line.text) == sameness(text)]
    for line in same:
        yield f"This very line stands under '{line.key}' of {line.intent} ({line.place})."
    if not reasons:
        yield "No line has a word in common with it."
        return
    spare = found.score - matcher.thresholds.answer
    if len(reasons) > 1 and not any(line.key != "not" for line in same):
        gap = reasons[0].parts.score - reasons[1].parts.score
        yield f"The rival of {reasons[0].intent} is {reasons[1].intent}, {gap:.2f} behind."
        if gap < CLOSE and found.verdict is not Verdict.ANSWER:
            yield f"They are too near each other: below {CLOSE:.2f} the bot asks back, however sure it is of both."
    if found.verdict is Verdict.ANSWER:
        yield f"It is answered with {max(spare, 0.0):.2f} of confidence to spare."
    elif spare < 0:
        yield f"It lacks {-spare:.2f} of confidence for an answer."


def _adopted(
    text: str, tag: str, intent: str, lines: Sequence[Intent], matcher: Matcher, placed: Sequence[PlacedLine]
) -> Iterator[str]:
    """Tries it: says what the bot would make of the line if the best intent had it."""
    others = [line for line in placed if line.key == "say" and line.intent != intent]
    with_it = [replace(known, examples=(*known.examples, text)) if known.name == intent else known for known in lines]
    then = Matcher(with_it, tag, matcher.thresholds).match(text)
    if then.intent == intent:
        yield f"If {intent} had this line, it would be answered."
    else:
        yield f"Even if {intent} had this line, it would not be answered: {then.verdict.value}."
    pairs = near_pairs([*((line.intent, line.text) for line in others), (intent, text)], tag)
    near = [others[pair.first] for pair in pairs if pair.second == len(others)]
    for line in near[:3]:
        yield f"But it is nearly “{line.text}” of {line.intent} ({line.place})."
