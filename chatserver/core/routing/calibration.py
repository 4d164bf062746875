"""Calibration: what estimates of late were worth, put to use for the next one.

Each answered visitor gives a pair: the mean that was predicted when they joined, and how long they really waited. The
ratios of the pairs whose prediction was most like the present one are the distribution of the next ratio (conformal
prediction), so a bias of the model, whatever its cause, is gone after some dozens of visitors, and four in five ranges
hold.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from math import ceil, floor, log

from msgspec import Struct

from chatserver.core.routing.estimate import Estimate
from chatserver.core.routing.spread import Spread

# So many pairs are kept: with 95 chats an hour, three hours.
KEPT = 300
# So many of them, the most alike, speak about one prediction.
_ALIKE = 100
# None of them may be for a prediction that is longer or shorter by more than this factor: where agents are free,
# predictions are good, and say nothing about those for a queue.
_NEAR = log(1.4)
# While there are fewer, the model's own spread fills up to so many.
_AT_LEAST = 60
# Seconds added to both sides of a ratio, so that a wait of two where ten were said is no great error.
_OFFSET = 30.0


class Pair(Struct, frozen=True):
    """What was predicted for a visitor (the raw mean, when they joined) and how long it took until a human answered."""

    predicted: timedelta
    actual: timedelta


class Range(Struct, frozen=True):
    """Four in five such waits end between `low` and `high`; `median` errs least."""

    low: timedelta
    median: timedelta
    high: timedelta
    over_target: float


class Calibration:
    """What the last 300 pairs say. Made from the pairs that the store kept, in any order; it changes nothing and never
    changes.
    """

    def __init__(self, pairs: Sequence[Pair] = ()) -> None:
        kept = sorted((_offset(pair.predicted), _offset(pair.actual)) for pair in pairs[-KEPT:])
        self._scales = [log(predicted) for predicted, _ in kept]
        self._ratios = [actual / predicted for predicted, actual in kept]

    def range_for(self, estimate: Estimate) -> Range | None:
        """Returns the calibrated range of what is left of the wait, or None when nothing was estimated."""
        if estimate.mean is None:
            return None
        predicted = _offset(estimate.mean)
        ratios = self._alike(log(predicted))
        ratios = sorted(ratios + _expected(estimate, predicted, _AT_LEAST - len(ratios)))
        late = (estimate.left.total_seconds() + _OFFSET) / predicted
        over = len(ratios) - bisect_left(ratios, late)
        return Range(
            # Whole seconds, rounded outwards: a rate that is still settling moves predictions by less than that.
            low=timedelta(seconds=floor(_seconds(predicted * _quantile(ratios, 0.1)))),
            median=timedelta(seconds=_seconds(predicted * _quantile(ratios, 0.5))),
            high=timedelta(seconds=ceil(_seconds(predicted * _quantile(ratios, 0.9)))),
            over_target=over / len(ratios),
        )

    def _alike(self, scale: float) -> list[float]:
        """The ratios of the pairs whose prediction was nearest."""
        scales = self._scales
        lowest, highest = bisect_left(scales, scale - _NEAR), bisect_left(scales, scale + _NEAR)
        first = last = bisect_left(scales, scale)
        while last - first < min(_ALIKE, highest - lowest):
            if first > lowest and (last == highest or scale - scales[first - 1] <= scales[last] - scale):
                first -= 1
            else:
                last += 1
        return self._ratios[first:last]


def _expected(estimate: Estimate, predicted: float, missing: int) -> list[float]:
    """As many ratios as are missing, as the model itself expects them."""
    if missing <= 0 or estimate.mean is None:
        return []
    spread = Spread(estimate.mean.total_seconds(), estimate.deviation.total_seconds() ** 2)
    return [(spread.quantile((number + 0.5) / missing) + _OFFSET) / predicted for number in range(missing)]


def _offset(duration: timedelta) -> float:
    return max(duration.total_seconds(), 0.0) + _OFFSET


def _seconds(value: float) -> float:
    return max(0.0, value - _OFFSET)


def _quantile(ratios: list[float], share: float) -> float:
    """Of the sorted ratios and the next one, which falls into each of the gaps between them with equal probability."""
    place = min(max(share * (len(ratios) + 1) - 1, 0.0), len(ratios) - 1.0)
    below = floor(place)
    above = min(below + 1, len(ratios) - 1)
    return ratios[below] + (place - below) * (ratios[above] - ratios[below])
