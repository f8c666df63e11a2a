"""The year-end forecast 年终预测 with its band P10, P50, P90, by node.

The band of a method comes from its own past errors at the same month: with n errors of root mean square s (of the
logarithm of actual ÷ forecast) P10 and P90 lie at ``F · exp(∓ t · s)``, t being the 90 % point of Student's
distribution with n degrees of freedom, so that few years make a wide band. Smoothing has the band of its simulated
paths. Without past errors a share of what is still to come serves (parameter ``band``, our default), and is named. No
band goes below what has been emitted. P50 is the method's forecast. Projects that start within the year are added to
all three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from ghginv.budget.monitoring import backtest, methods, smoothing
from ghginv.budget.monitoring.history import History
from ghginv.budget.monitoring.methods import ETS, LAST_YEAR, RATIO
from ghginv.budget.monitoring.months import MONTHS
from ghginv.budget.monitoring.profile import Profile
from ghginv.budget.monitoring.settings import Settings

AUTO = "auto"
CHOICES = (AUTO, *methods.METHODS)
COLUMNS = ("method", "p10_kg", "p50_kg", "p90_kg", "band", "committed_kg", "mape")
_TAIL = 0.9


@dataclass(frozen=True)
class Material:
    """What a forecast is made from, rows the same nodes throughout.

    ``monthly``: nodes × 1…12, kg of this year; only months up to ``month`` count. ``commitments``: ``node, amount_kg,
    start``: the first month of a project that does not emit yet; months up to ``month`` count as the next one.
    """

    monthly: pd.DataFrame
    month: int
    profile: Profile
    history: History
    commitments: pd.DataFrame | None = None

    @property
    def executed(self) -> pd.Series:
        """What has been emitted so far, kg."""
        return self.monthly[list(MONTHS[: self.month])].sum(axis=1)


@dataclass(frozen=True)
class Forecast:
    """``table``: index node, COLUMNS, whole kg; ``band`` says what the band rests on: errors:n, simulation:form or
    default; ``method`` may be ``mean``. ``errors``: the backtest at this month. ``by_method``: node × method, kg,
    before commitments."""

    table: pd.DataFrame
    errors: pd.DataFrame
    by_method: pd.DataFrame


def build(given: Material, settings: Settings, method: str = AUTO) -> Forecast:
    """The forecast of all nodes by a method of CHOICES.

    Where the method cannot serve a node (no whole year before, too few months) the ratio method does, and the table
    says so. ``auto`` takes of the methods that can serve a node the one with the least error in the backtest at the
    same month (``combine`` best), or their mean; without any backtest the ratio.
    """
    past = given.history.before(given.profile.year)
    errors = backtest.arithmetic(past, settings, [given.month])
    wanted = method == ETS or (method == AUTO and len(given.monthly) <= settings.ets_nodes)
    paths = _smoothed(given, past, settings) if wanted and given.month < 12 else {}
    if paths and method != LAST_YEAR:
        errors = backtest.joined([errors, backtest.smoothed(past, given.month, settings)])
    made = _by_method(given, past, paths)
    scores = backtest.scores(errors)
    chosen = _chosen(made, scores, method, settings)
    table = _banded(given, made, chosen, errors, paths, settings)
    table["mape"] = _score_of(chosen, scores)
    return Forecast(_with_commitments(table, given)[list(COLUMNS)], errors, made)


def _smoothed(given: Material, past: pd.DataFrame, settings: Settings) -> dict[str, smoothing.Smoothed]:
    """Smoothing for nodes with enough months up to now."""
    found = {}
    for node, table in past.groupby(level="node", sort=True):
        run = backtest.unbroken(table.droplevel("node").sort_index(), given.profile.year)
        if len(run) < settings.ets_months or node not in given.monthly.index:
            continue
        now = given.monthly.loc[node, list(MONTHS[: given.month])].to_numpy(dtype="float64")
        made = smoothing.forecast(
            np.concatenate([run, now]), 12 - given.month, draws=settings.ets_draws, seed=settings.seed
        )
        if made is not None:
            found[str(node)] = made
    return found


def _by_method(given: Material, past: pd.DataFrame, paths: dict[str, smoothing.Smoothed]) -> pd.DataFrame:
    executed = given.executed.astype("float64")
    made = pd.DataFrame(index=executed.index)
    made[RATIO] = methods.ratio(executed, given.profile.cumulative[given.month])
    years = past.index.get_level_values("year")
    before = past[years == given.profile.year - 1].droplevel("year")
    made[LAST_YEAR] = methods.last_year(executed, before, given.month)
    made[ETS] = executed + pd.Series({node: each.mean.sum() for node, each in paths.items()}, dtype="float64")
    return made


def _chosen(made: pd.DataFrame, scores: pd.DataFrame, method: str, settings: Settings) -> pd.Series:
    """The method of each node."""
    usable = made.notna()
    if method != AUTO:
        return pd.Series(np.where(usable[method], method, RATIO), index=made.index, dtype=object)
    table = scores.pivot_table(index="node", columns="method", values="mape", aggfunc="mean")
    table = table.reindex(index=made.index, columns=list(methods.METHODS)).where(usable)
    scored = table.notna().any(axis=1)
    if settings.combine == "mean":
        return pd.Series(np.where(table.notna().sum(axis=1) > 1, "mean", RATIO), index=made.index, dtype=object)
    best = table.fillna(np.inf).idxmin(axis=1)
    return best.where(scored, RATIO).astype(object)


def _banded(
    given: Material,
    made: pd.DataFrame,
    chosen: pd.Series,
    errors: pd.DataFrame,
    paths: dict[str, smoothing.Smoothed],
    settings: Settings,
) -> pd.DataFrame:
    executed, share = given.executed.astype("float64"), given.profile.cumulative[given.month]
    past = errors[["node", "method"]].assign(square=np.log1p(errors["error"].astype("float64")) ** 2)
    known = past.groupby(["node", "method"])["square"].agg(["count", "mean"])
    rows = []
    for node in made.index:
        method = chosen[node]
        middle = made.loc[node].mean() if method == "mean" else made.loc[node, method]
        middle = executed[node] if np.isnan(middle) else float(middle)
        low, high, band = middle, middle, "default"
        if method == ETS and str(node) in paths:
            each = paths[str(node)]
            low, high = (executed[node] + float(part) for part in np.quantile(each.sums, [1 - _TAIL, _TAIL]))
            band = f"simulation:{each.form}"
        else:
            key = (node, RATIO if method == "mean" else method)
            count, mean = known.loc[key] if key in known.index else (0, 0.0)
            if count:
                width, band = float(stdtrit(count, _TAIL)) * float(np.sqrt(mean)), f"errors:{int(count)}"
            else:
                width = float(ndtri(_TAIL)) * float(settings.band) * (1 - float(share[node]))
            low, high = middle * np.exp(-width), middle * np.exp(width)
        low, high = max(min(low, middle), min(executed[node], middle)), max(high, middle)
        rows.append((method, round(low), round(middle), round(high), band))
    names = ["method", "p10_kg", "p50_kg", "p90_kg", "band"]
    return pd.DataFrame(rows, columns=names, index=made.index)


def _score_of(chosen: pd.Series, scores: pd.DataFrame) -> pd.Series:
    table = scores.set_index(["node", "method"])["mape"] if len(scores) else pd.Series(dtype="float64")
    found = [table.get((node, method), np.nan) for node, method in chosen.items()]
    return pd.Series(found, index=chosen.index, dtype="float64")


def _with_commitments(table: pd.DataFrame, given: Material) -> pd.DataFrame:
    """The part of the year from a project's start on, of what is committed to it, on top of all three."""
    added = pd.Series(0, index=table.index, dtype="int64")
    if given.commitments is not None and len(given.commitments):
        rows = given.commitments[given.commitments["node"].isin(table.index)]
        first = rows["start"].clip(lower=given.month + 1)
        shares = given.profile.cumulative.assign(**{"0": 0.0}).rename(columns={"0": 0})
        left = [1.0 - shares.at[node, month - 1] if month <= 12 else 0.0
                for node, month in zip(rows["node"], first, strict=True)]  # fmt: skip
        parts = (rows["amount_kg"] * left).round().astype("int64")
        added = added.add(parts.groupby(rows["node"]).sum(), fill_value=0).astype("int64")
    table["committed_kg"] = added.reindex(table.index)
    for name in ("p10_kg", "p50_kg", "p90_kg"):
        table[name] = table[name] + table["committed_kg"]
    return table
