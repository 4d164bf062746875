"""Spread: the distribution of a wait, given its mean and variance, as a gamma distribution.

A wait for one release among many is nearly exponential, a wait for many is nearly normal; gamma is both. The cube root
of a gamma is so nearly normal (Wilson and Hilferty, 1931) that quantiles are right to a percent or two for shapes of
one and more.
"""

from math import sqrt
from statistics import NormalDist

from msgspec import Struct

_NORMAL = NormalDist()


class Spread(Struct, frozen=True):
    """A wait of `mean` seconds with this variance (s²)."""

    mean: float
    variance: float

    @property
    def _shape(self) -> float:
        return max(self.mean**2 / self.variance, 0.25) if self.variance > 0 else 1e9

    def quantile(self, share: float) -> float:
        """Returns the seconds that this share of waits, between 0 and 1, does not exceed."""
        ninth = 1 / (9 * self._shape)
        return float(self.mean * max(1 - ninth + _NORMAL.inv_cdf(share) * sqrt(ninth), 0.0) ** 3)

    def over(self, seconds: float) -> float:
        """Returns the probability of a wait of more than so many seconds."""
        if seconds <= 0 or self.mean <= 0:
            return 1.0 if seconds < self.mean else 0.0
        ninth = 1 / (9 * self._shape)
        z = ((seconds / self.mean) ** (1 / 3) - (1 - ninth)) / sqrt(ninth)
        return 1 - _NORMAL.cdf(z)
