"""The Shapley value 夏普利值: a joint saving or a joint deficit shared by what each adds to every coalition."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats

Coalition = frozenset[Hashable]
Worth = Mapping[Coalition, float] | Callable[[Coalition], float]
MOST_EXACT = 12
DRAWS = 2000
"""Orders of joining that are drawn above ``MOST_EXACT`` players where no number is given (our default)."""


def shapley(players: Iterable[Hashable], value: Worth, *, draws: int = 0, seed: int = 0) -> Any:
    """DataFrame (``value, standard_error``) by player: φ_i = Σ_S |S|!(n-|S|-1)!/n! (v(S+i) - v(S)).

    ``value``: what each coalition is worth, a mapping from frozenset (every coalition, the empty one too) or a
    function of one; v(∅) is 0. Up to 12 players all coalitions are summed and the error is 0. Above, or where
    ``draws`` says how many, orders of joining are drawn with the seed: the values still sum to v(N) and the standard
    error of each mean is given. Players are drawn in the order of their names, so the order given is no matter.

    Source: Shapley 1953, Contributions to the Theory of Games II, 307; sampling Castro, Gómez & Tejada 2009, Computers
    & Operations Research 36:1726 (recalled). InputError: a player twice, none; a coalition missing or without a number;
    v(∅) other than 0; draws below 0 or of 1.
    """
    import pandas as pd

    given = list(players)
    among = checked.units(given)
    if len(set(given)) < len(given):
        raise checked.refuse("budget-players-twice", found=checked.listed(x for x in given if given.count(x) > 1))
    ordered = sorted(given, key=lambda each: (str(each), repr(each)))
    number = int(checked.number(draws, "draws", least=0))
    if number == 1:
        raise checked.refuse("budget-players-draws", found=draws)
    known = _Known(value)
    if known(frozenset()) != 0:
        raise checked.refuse("budget-coalition-empty", found=f"{known(frozenset()):g}")
    if number or len(among) > MOST_EXACT:
        values, errors = _drawn(ordered, known, number or DRAWS, seed)
    else:
        values, errors = _summed(ordered, known), np.zeros(len(ordered))
    values += (known(frozenset(ordered)) - math.fsum(values)) / len(values)  # what rounding leaves
    return pd.DataFrame({"value": values, "standard_error": errors}, index=ordered).loc[given]


class _Known:
    """The worth of coalitions, each asked for once."""

    def __init__(self, value: Worth) -> None:
        self._ask = value
        self._told: dict[Coalition, float] = {}

    def __call__(self, coalition: Coalition) -> float:
        if coalition not in self._told:
            self._told[coalition] = self._found(coalition)
        return self._told[coalition]

    def _found(self, coalition: Coalition) -> float:
        name = "{" + ", ".join(sorted(map(str, coalition))) + "}"
        if isinstance(self._ask, Mapping):
            if coalition not in self._ask:
                raise checked.refuse("budget-coalition-missing", found=name)
            return checked.number(self._ask[coalition], name)
        return checked.number(self._ask(coalition), name)


def _summed(players: list[Hashable], known: _Known) -> Floats:
    """Every coalition once: bit i of its number is player i."""
    count = len(players)
    worth = np.zeros(1 << count)
    sizes = np.zeros(1 << count, dtype=np.int64)
    for size in range(1, count + 1):
        for members in combinations(range(count), size):
            number = sum(1 << i for i in members)
            worth[number] = known(frozenset(players[i] for i in members))
            sizes[number] = size
    weights = np.array([1 / (count * math.comb(count - 1, size)) for size in range(count)])
    numbers = np.arange(1 << count)
    values = np.zeros(count)
    for i in range(count):
        without = numbers[(numbers >> i) & 1 == 0]
        values[i] = math.fsum(weights[sizes[without]] * (worth[without | (1 << i)] - worth[without]))
    return values


def _drawn(players: list[Hashable], known: _Known, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Means over orders of joining, and their standard errors."""
    generator = np.random.default_rng(seed)
    added = np.zeros((draws, len(players)))
    for row in added:
        _join(row, generator.permutation(len(players)), players, known)
    values = np.array([math.fsum(column) / draws for column in added.T])
    return values, added.std(axis=0, ddof=1) / math.sqrt(draws)


def _join(row: Floats, order: NDArray[np.int64], players: list[Hashable], known: _Known) -> None:
    inside: Coalition = frozenset()
    before = 0.0
    for i in order:
        inside = inside | {players[i]}
        row[i] = known(inside) - before
        before += row[i]
