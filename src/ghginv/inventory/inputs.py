"""An input of a figure: an activity or a parameter, how uncertain it is, and who says so.

An input is drawn as a multiplier with the mean (or median, or mode) 1, so that activities and parameters of any unit
are treated alike. Each input has a stream of random numbers of its own, named by the seed and the input: what is drawn
does not depend on order, on chunks, or on what else is drawn, and the same input draws the same in every year.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ghginv.errors import InputError
from ghginv.readings.uncertainty import Z95, draws

if TYPE_CHECKING:
    import numpy

NORMAL_BELOW = 30.0
"""Percent; above it a normal distribution would reach below zero too often (IPCC 2006 Vol.1 Ch.3)."""


@dataclass(frozen=True, slots=True)
class Input:
    """``minus`` and ``plus`` are percent of the value: the 95 % interval reaches from 1 - minus to 1 + plus.

    ``origin`` is ``submitted``, ``library``, ``default`` or ``none``; ``ceiling`` the largest multiplier (a fraction
    cannot exceed 1). ``code`` names the activity or parameter, ``term`` the quantity it stands for.
    """

    name: str
    kind: str
    minus: float = 0.0
    plus: float = 0.0
    distribution: str = ""
    ceiling: float = math.inf
    origin: str = "none"
    code: str = ""
    term: str = ""
    source_id: str = ""
    place: str = ""
    status: str = ""

    @property
    def uncertainty(self) -> float:
        """The half-width for error propagation, percent: of a lopsided interval the larger side, as IPCC asks."""
        return max(self.minus, self.plus)

    @property
    def certain(self) -> bool:
        """Whether there is nothing to draw."""
        return self.uncertainty == 0

    def drawn(self, size: int, seed: int) -> numpy.ndarray:
        """``size`` multipliers; InputError, with the input named, for an interval its distribution cannot have."""
        name = self.distribution or assumed(self.minus, self.plus, self.ceiling)
        bounds = 1 - self.minus / 100, 1 + self.plus / 100
        try:
            return draws(stream(seed, self.name), size, 1.0, *bounds, name, (0.0, self.ceiling))
        except InputError as error:
            raise InputError(*(replace(finding, cell=self.code) for finding in error.findings)) from None


def assumed(minus: float, plus: float, ceiling: float = math.inf) -> str:
    """The distribution of an interval without one (IPCC 2006 Vol.1 Ch.3, section 3.2.2.4).

    A fraction is a beta where one exists with that mean and width, else a normal cut at 0 and 1; anything else is
    normal while the uncertainty is small, lognormal where it is large and the bounds allow, else a normal cut at 0.
    """
    if math.isfinite(ceiling):
        spread = (minus + plus) / 200 / Z95
        return "beta" if ceiling > 1 and spread**2 < ceiling - 1 else "truncated_normal"
    if max(minus, plus) < NORMAL_BELOW:
        return "normal"
    even = math.isclose(minus, plus, rel_tol=1e-9)
    return "lognormal" if even or minus < 100 else "truncated_normal"


def stream(seed: int, name: str) -> numpy.random.Generator:
    """The random numbers of one name under a seed."""
    import numpy

    words = numpy.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), "<u4")
    sequence = numpy.random.SeedSequence(entropy=seed, spawn_key=tuple(int(word) for word in words))
    return numpy.random.Generator(numpy.random.PCG64(sequence))
