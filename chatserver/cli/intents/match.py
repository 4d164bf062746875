"""`chatserver intents match`: the matcher for other programs, a line of JSON in, a line of JSON out."""

import json
import sys

import click
import msgspec

from chatserver.cli.intents.opening import Matchers
from chatserver.cli.options import with_settings
from chatserver.settings import Settings


@click.command()
@click.option("--lang", required=True, help="The language whose intents are matched.")
@click.option("--jsonl", is_flag=True, required=True, help="One JSON object a line, in and out.")
@with_settings("intents")
def match(settings: Settings, lang: str, jsonl: bool) -> None:
    """Match lines of JSON: {"text": …, "lang": …} in, the verdict out.

    Files that are not ready to be a bot are matched all the same, as far as their lines can be read.
    """
    matchers = Matchers(settings)
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = msgspec.json.decode(line, type=_Asked)
        except msgspec.DecodeError as error:
            raise click.ClickException(f"line {number}: {error}") from None
        found = matchers.of(matchers.nearest(asked.lang or lang, lang)).match(asked.text)
        answer = {
            "intent": found.intent,
            "verdict": found.verdict.value,
            "score": found.score,
            "alternatives": [{"intent": near.intent, "score": near.score} for near in found.alternatives],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()


class _Asked(msgspec.Struct):
    text: str
    lang: str | None = None
