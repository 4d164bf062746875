"""Records: what a simulated day leaves behind, and the figures that are made of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

TARGET = 300.0


class Ending(StrEnum):
    """How a wait ended."""

    ANSWERED = "answered"
    LEFT = "left"
    TICKET = "ticket"


class Forecast(Struct, frozen=True):
    """What was predicted when a visitor joined, in seconds. `name` -> seconds for the predictions that are compared."""

    raw: float
    raw_low: float
    raw_high: float
    calibrated: float
    low: float
    high: float
    others: Mapping[str, float]


@dataclass(slots=True)
class Visit:
    """One visitor who asked for a human; times in seconds of the virtual clock."""

    chat_id: str
    joined: float
    lang: str
    plan: str
    severity: int
    work: float
    patience: float
    forecast: Forecast | None = None
    first_offer: float | None = None
    ended: float | None = None
    ending: Ending | None = None
    ticket_offered: float | None = None
    started: float | None = None
    passed_over: dict[str, float] = field(default_factory=dict)

    @property
    def waited(self) -> float:
        """Until the answer, the leaving or the ticket."""
        return (self.ended if self.ended is not None else self.joined) - self.joined


class Figures(Struct, frozen=True):
    """What a day came to. Shares are between 0 and 1, times in seconds.

    `share`: answered in time, of those who were answered or waited longer than the target; `share_of_all`: of everybody
    who asked, those who left early and took a ticket included. `breaches_unwarned`: of those who waited longer than the
    target, who was not offered a ticket before. `needless`: of those offered one, who was answered in time. The errors
    and the coverage are over those whom no free agent was waiting for.
    """

    asked: int
    share: float
    share_of_all: float
    over_ten_minutes: float
    longest: float
    premium: float
    basic: float
    left: float
    tickets_offered: float
    tickets_taken: float
    needless: float
    breaches_unwarned: float
    waited_for_a_slot: int
    errors: Mapping[str, float]
    coverage: float
    raw_coverage: float
    coverage_of_all: float
    error_of_all: float


def figures(visits: Sequence[Visit]) -> Figures:
    """Returns the figures of the visits that were counted. Raises `ValueError` when there are none."""
    if not visits:
        raise ValueError("nobody asked for a human; simulate more hours or more chats")
    answered = [visit for visit in visits if visit.ending is Ending.ANSWERED]
    timely = [visit for visit in answered if visit.waited <= TARGET]
    late = [visit for visit in visits if visit.waited > TARGET]
    offered = [visit for visit in visits if visit.ticket_offered is not None]
    judged = [(visit, visit.forecast) for visit in answered if visit.forecast is not None]
    queued = [(visit, seen) for visit, seen in judged if seen.others["slots short"] > 0]
    names = ("raw", "calibrated", *(name for name in _others(judged) if name != "slots short"))
    return Figures(
        asked=len(visits),
        share=_share(len(timely), len(timely) + len(late)),
        share_of_all=_share(len(timely), len(visits)),
        over_ten_minutes=_share(sum(visit.waited > 2 * TARGET for visit in visits), len(visits)),
        longest=max(visit.waited for visit in visits),
        premium=_timely_share(visit for visit in visits if visit.plan == "premium"),
        basic=_timely_share(visit for visit in visits if visit.plan == "basic"),
        left=_share(sum(visit.ending is Ending.LEFT for visit in visits), len(visits)),
        tickets_offered=_share(len(offered), len(visits)),
        tickets_taken=_share(sum(visit.ending is Ending.TICKET for visit in visits), len(visits)),
        needless=_share(
            sum(visit.ending is Ending.ANSWERED and visit.waited <= TARGET for visit in offered), len(offered)
        ),
        breaches_unwarned=_share(sum(not _was_warned(visit) for visit in late), len(late)),
        waited_for_a_slot=len(queued),
        errors={name: _mean(abs(_predicted(seen, name) - visit.waited) for visit, seen in queued) for name in names},
        coverage=_mean(seen.low <= visit.waited <= seen.high for visit, seen in queued),
        raw_coverage=_mean(seen.raw_low <= visit.waited <= seen.raw_high for visit, seen in queued),
        coverage_of_all=_mean(seen.low <= visit.waited <= seen.high for visit, seen in judged),
        error_of_all=_mean(abs(seen.calibrated - visit.waited) for visit, seen in judged),
    )


def _others(judged: Sequence[tuple[Visit, Forecast]]) -> Iterable[str]:
    return judged[0][1].others if judged else ()


def _predicted(seen: Forecast, name: str) -> float:
    named: Mapping[str, Callable[[Forecast], float]] = {
        "raw": lambda one: one.raw,
        "calibrated": lambda one: one.calibrated,
    }
    return named[name](seen) if name in named else seen.others[name]


def _was_warned(visit: Visit) -> bool:
    return visit.ticket_offered is not None and visit.ticket_offered - visit.joined < TARGET


def _timely_share(visits: Iterable[Visit]) -> float:
    judged = [visit for visit in visits if visit.ending is Ending.ANSWERED or visit.waited > TARGET]
    return _share(sum(visit.ending is Ending.ANSWERED and visit.waited <= TARGET for visit in judged), len(judged))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
