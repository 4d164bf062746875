"""Matching: a line's time and a build's, by the number of examples, beside rapidfuzz's `extractOne` over all lines."""

import random
import time
from collections.abc import Callable
from functools import partial

from rapidfuzz import process

from benchmarks.options import Options
from benchmarks.tables import Table
from chatserver.core.triage.features import analyser
from chatserver.core.triage.index import Entry, Index
from chatserver.core.triage.intents import Intent
from chatserver.core.triage.languages import knowledge_of
from chatserver.core.triage.matcher import Matcher

SIZES = ((200, 5), (400, 25))
QUERIES = 400


def matching(options: Options) -> Table:
    """Lines are made of the words of support talk, so that rarity and length are like real ones."""
    table = Table(
        "Matching: milliseconds a line",
        ["examples", "index s", "with thresholds s", "p50 / p99", "extractOne p50 / p99"],
    )
    for intents, lines in SIZES:
        chance = random.Random(7)
        made = [Intent(f"intent_{number}", "", tuple(_line(chance) for _ in range(lines))) for number in range(intents)]
        index_seconds = _timed(partial(Index, [Entry(one.name, one.examples) for one in made], analyser("en")))
        began = time.perf_counter()
        matcher = Matcher(made)
        build_seconds = time.perf_counter() - began
        queries = [_line(chance) for _ in range(QUERIES)]
        everything = [line for one in made for line in one.examples]
        ours = sorted(_timed(partial(matcher.match, query)) for query in queries)
        theirs = sorted(_timed(partial(process.extractOne, query, everything)) for query in queries)
        table.rows.append(
            [f"{intents * lines:,}", f"{index_seconds:.2f}", f"{build_seconds:.2f}", _spread(ours), _spread(theirs)]
        )
        table.figures.append({"examples": intents * lines, "index_s": index_seconds, "build_s": build_seconds})
    return table


def _line(chance: random.Random) -> str:
    knowledge = knowledge_of("en")
    words = [word for group in knowledge.synonyms for word in group.split()]
    return " ".join(
        chance.choice(words if place % 2 else knowledge.stop_words) for place in range(chance.randint(4, 12))
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _spread(seconds: list[float]) -> str:
    return f"{seconds[len(seconds) // 2] * 1000:.2f} / {seconds[int(len(seconds) * 0.99)] * 1000:.2f}"
