"""LMDI-I, additive: what each factor of a product did to its change, without a rest (对数平均迪氏指数分解, 加法形式).

Several rooms of the budget ask why a total moved – a scenario against its base year, one scenario against another, a
year against the year before – and all of them ask it here, so that the answers agree.

For ``v = x1 · x2 · … · xn`` the effect of factor k is ``L(vT, v0) · ln(xkT / xk0)`` with the logarithmic mean
``L(a, b) = (a - b) / ln(a / b)``, ``L(a, a) = a``: B. W. Ang, "The LMDI approach to decomposition analysis: a
practical guide", Energy Policy 33 (2005) 867-871. Zeros take the analytic limit instead of a small number: B. W. Ang,
F. Q. Zhang, K.-H. Choi, "Factorizing changes in energy and environmental indicators through decomposition", Energy 23
(1998) 489-495, table 2; R. Wood, M. Lenzen, Energy Policy 34 (2006) 1326-1331; B. W. Ang, Na Liu, "Handling zero values
in the logarithmic mean Divisia index decomposition approach", Energy Policy 35 (2007) 238-246.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def logarithmic_mean(a: Array, b: Array) -> Array:
    """``(a - b) / ln(a / b)``, ``a`` where they are equal, 0 where either is 0 or the signs differ.

    Two negative numbers have the negative of the mean of their amounts.
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    usable = (np.sign(a) == np.sign(b)) & (a != 0)
    large, small = np.where(usable, a, 1.0), np.where(usable, b, 1.0)
    step = np.log(np.abs(large)) - np.log(np.abs(small))
    near = np.abs(step) < 1e-6  # here the quotient loses its digits, and the series has all of them
    quotient = (large - small) / np.where(near, 1.0, step)
    series = np.sign(large) * np.sqrt(large * small) * (1 + step**2 / 24)
    return np.where(usable, np.where(near, series, quotient), 0.0)


def additive(factors_0: Mapping[str, Array], factors_1: Mapping[str, Array]) -> dict[str, Array]:
    """The effect of each factor on the change of their product, element by element; they sum to the change.

    ``factors_0`` and ``factors_1`` hold the same names; arrays of one shape (or broadcasting to one), rows being the
    terms (category × item …) whose products are summed by whoever asks. Effects come in the unit of the product, in the
    order of ``factors_0``. Where factors of an element were 0 and no longer are (or the other way) they share its whole
    change in equal parts – the analytic limit; so does a factor that changed its sign: our rule where the logarithm is
    undefined. What rounding leaves goes to the largest effect. ValueError: other names at the other end, no factors,
    numbers that are not finite.
    """
    names = list(factors_0)
    if not names or set(names) != set(factors_1):
        raise ValueError(f"the same factors at both ends, at least one: {sorted(factors_0)}, {sorted(factors_1)}")
    stacked = np.broadcast_arrays(
        *[np.asarray(factors_0[n], dtype=float) for n in names], *[np.asarray(factors_1[n], dtype=float) for n in names]
    )
    before, after = np.stack(stacked[: len(names)]), np.stack(stacked[len(names) :])
    if not (np.isfinite(before).all() and np.isfinite(after).all()):
        raise ValueError("factors are finite numbers")
    return dict(zip(names, _effects(before, after), strict=True))


def _effects(before: Array, after: Array) -> Array:
    """Effects (factor × the shape of an array) of the factors stacked on the first axis."""
    start, end = np.prod(before, axis=0), np.prod(after, axis=0)
    change = end - start
    turning = np.sign(before) != np.sign(after)  # through zero: from it, to it, or past it
    ratio = np.where(turning, 1.0, np.where(after == 0, 1.0, after) / np.where(before == 0, 1.0, before))
    smooth = logarithmic_mean(end, start) * np.log(ratio)
    count = turning.sum(axis=0)
    effects = np.where(count > 0, np.where(turning, change / np.maximum(count, 1), 0.0), smooth)
    return closed(effects, change)


def closed(effects: Array, change: Array) -> Array:
    """Effects (factor × the shape of ``change``) with what rounding left given to the largest; they sum to the change.

    ``effects`` is changed in place.
    """
    for _ in range(2):
        rest = change - effects.sum(axis=0)
        largest = np.expand_dims(np.abs(effects).argmax(axis=0), 0)
        np.put_along_axis(effects, largest, np.take_along_axis(effects, largest, 0) + np.expand_dims(rest, 0), 0)
    return effects
