"""Exponential smoothing 指数平滑 with trend and season, by statsmodels (Holt, Winters; ETS state space models).

Models of Hyndman, Koehler, Ord, Snyder, "Forecasting with Exponential Smoothing" (Springer 2008), as statsmodels
implements them; which of a few forms serves is decided by the corrected Akaike criterion. The first states are those
of the usual heuristic, not estimated: with two or three years of months there are too few figures for sixteen more
parameters, and it is ten times as fast. The simulation runs on the fitted model's equations with errors drawn from a
seed, so that the same data always give the same band. The library is loaded only when used: it is heavy.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
# Error, trend, season. Multiplicative forms need positive numbers.
_FORMS = (
    ("add", "add", "mul"), ("add", None, "mul"), ("mul", "add", "mul"), ("add", "add", "add"), ("add", None, "add"),
)  # fmt: skip


@dataclass(frozen=True)
class Smoothed:
    """``mean``: forecast by step. ``sums``: the simulated sums over all steps, one a path. ``form``: ETS(error, trend,
    season) in letters, as ``A,A,M``."""

    mean: Array
    sums: Array
    form: str


def forecast(
    series: Array, steps: int, *, season: int = 12, draws: int = 1000, seed: int = 0, initial: str = "heuristic"
) -> Smoothed | None:
    """The forecast of the next ``steps`` of a series, oldest first; None where no form can be fitted.

    The series needs two whole seasons at least and no gap. ``steps`` 0 gives empty arrays. ``initial`` may be
    ``estimated``: the first states are parameters too.
    """
    if len(series) < 2 * season or not np.isfinite(series).all():
        return None
    if steps == 0:
        return Smoothed(np.empty(0), np.zeros(draws), "")
    scale = float(np.abs(series).mean()) or 1.0
    fitted = _best(series / scale, season, initial)
    if fitted is None:
        return None
    form, results = fitted
    mean = np.asarray(results.forecast(steps), dtype="float64")
    spread = float(np.sqrt(results.mse))
    errors = np.random.default_rng(seed).normal(0.0, spread, (steps, draws))
    told = results.simulate(steps, anchor="end", repetitions=draws, random_errors=errors)
    paths = np.asarray(told, dtype="float64").reshape(steps, draws)
    if not (np.isfinite(mean).all() and np.isfinite(paths).all()):
        return None
    letters = ",".join("N" if part is None else part[0].upper() for part in form)
    return Smoothed(mean * scale, paths.sum(axis=0) * scale, letters)


def _best(series: Array, season: int, initial: str):  # type: ignore[no-untyped-def]
    """The form with the least corrected Akaike criterion and its results; None where none can be fitted."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    found = []
    for place, form in enumerate(_FORMS):
        error, trend, seasonal = form
        if "mul" in form and not (series > 0).all():
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                model = ETSModel(
                    series, error=error, trend=trend, seasonal=seasonal, seasonal_periods=season,
                    initialization_method=initial,
                )  # fmt: skip
                results = model.fit(disp=False)
            except (ValueError, np.linalg.LinAlgError):
                continue
        if np.isfinite(results.aicc):
            found.append((float(results.aicc), place, form, results))
    if not found:
        return None
    _, _, form, results = min(found, key=lambda each: each[:2])
    return form, results
