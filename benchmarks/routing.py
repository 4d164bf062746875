"""Routing: the orders of service compared on the same simulated visitors, and the estimate beside what others show.

Every row is the mean over several days, each with its own seed; all policies see the same visitors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from msgspec.structs import replace

from benchmarks.options import Options
from benchmarks.tables import Table
from chatserver.core.routing.policies import POLICIES
from chatserver.simulation.day import simulate
from chatserver.simulation.records import Figures, figures
from chatserver.simulation.scenario import Help, Scenario

STEADY, HEAVY = 95.0, 110.0


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    per_hour: float
    days: Sequence[Figures]

    def mean(self, figure: Callable[[Figures], float]) -> float:
        return sum(figure(day) for day in self.days) / len(self.days)


def routing(options: Options) -> Table:
    """8 agents with 3 chats each; 95 chats an hour are steady, 110 are about what they can do."""
    table = Table(
        "Routing: answered within 5 min, and how long it took (means of several days)",
        ["policy", "chats/h", "in 5 min %", "of all %", "over 10 min %", "longest min", "Premium / Basic %"],
    )
    rows = [
        _run(Scenario(per_hour=per_hour, policy=policy), name, options)
        for per_hour in (STEADY, HEAVY)
        for name, policy in POLICIES.items()
    ]
    helped = [_run(Scenario(per_hour=per_hour, help=Help()), "due + ladder", options) for per_hour in (STEADY, HEAVY)]
    for row in (*rows, *helped):
        table.rows.append(_cells(row))
        table.figures.append(_numbers(row))
    table.notes.extend(_of_the_estimate(row) for row in rows if row.name == "due")
    table.notes.extend(_of_the_ladder(row) for row in helped)
    return table


def _run(scenario: Scenario, name: str, options: Options) -> _Row:
    long = replace(scenario, hours=options.simulated_hours)
    return _Row(name, scenario.per_hour, [figures(simulate(long, Random(seed))) for seed in range(options.days)])


def _cells(row: _Row) -> list[str]:
    return [
        row.name,
        f"{row.per_hour:.0f}",
        f"{100 * row.mean(lambda day: day.share):.1f}",
        f"{100 * row.mean(lambda day: day.share_of_all):.1f}",
        f"{100 * row.mean(lambda day: day.over_ten_minutes):.2f}",
        f"{max(day.longest for day in row.days) / 60:.1f}",
        f"{100 * row.mean(lambda day: day.premium):.1f} / {100 * row.mean(lambda day: day.basic):.1f}",
    ]


def _errors(row: _Row) -> dict[str, float]:
    return {name: sum(day.errors.get(name, 0.0) for day in row.days) / len(row.days) for name in row.days[0].errors}


def _numbers(row: _Row) -> dict[str, object]:
    return {
        "policy": row.name,
        "per_hour": row.per_hour,
        "share": row.mean(lambda day: day.share),
        "over_ten_minutes": row.mean(lambda day: day.over_ten_minutes),
        "longest_s": max(day.longest for day in row.days),
        "errors_s": _errors(row),
        "coverage": row.mean(lambda day: day.coverage),
        "breaches_unwarned": row.mean(lambda day: day.breaches_unwarned),
    }


def _of_the_estimate(row: _Row) -> str:
    told = ", ".join(f"{name} {error:.0f} s" for name, error in _errors(row).items())
    held, raw = _percent(row, lambda day: day.coverage), _percent(row, lambda day: day.raw_coverage)
    return f"{row.per_hour:.0f}/h, mean error of who waits for a slot: {told}; 80 % ranges hold {held} (raw {raw})"


def _of_the_ladder(row: _Row) -> str:
    return (
        f"{row.per_hour:.0f}/h with the ladder: tickets offered to {_percent(row, lambda day: day.tickets_offered)}, "
        f"taken by {_percent(row, lambda day: day.tickets_taken)}, "
        f"needless {_percent(row, lambda day: day.needless)} of those offered; "
        f"late without a warning {_percent(row, lambda day: day.breaches_unwarned)} of the late"
    )


def _percent(row: _Row, figure: Callable[[Figures], float]) -> str:
    return f"{100 * row.mean(figure):.1f} %"
