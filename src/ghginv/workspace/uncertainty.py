"""``uncertainty``: how certain a run is, by error propagation or by Monte Carlo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.inventory.figures import Figures

METHODS = ("propagation", "monte-carlo")
DRAWS, SEED = 10_000, 1


@dataclass(frozen=True)
class Assessment:
    """What was found: the table by category and gas with totals, what it rests on, and what to know of it.

    ``inputs`` has a row per activity and parameter with interval, origin and citation; ``convergence`` is empty for
    error propagation.
    """

    table: pd.DataFrame
    inputs: pd.DataFrame
    convergence: pd.DataFrame
    remarks: list[Finding] = field(default_factory=list)


def uncertainty(
    run: Run,
    *,
    method: str = "propagation",
    draws: int = DRAWS,
    seed: int = SEED,
    base: Run | None = None,
    lang: str = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Assessment:
    """The uncertainty of a run's categories and totals, of the trend too when a base year's run is given.

    Columns: ``category, name, gas``, those of ``inventory.approach1`` or ``inventory.monte_carlo``, and
    ``activity_from``, ``factor_from``. Raises UsageError for an unknown method and a base of the same year.
    """
    import pandas as pd

    from ghginv.inventory import propagation, provenance, sampling

    if method not in METHODS:
        raise UsageError(Finding("uncertainty-method", found=method, expected=" / ".join(METHODS)))
    with run.workspace.overlaid():
        now, before = figures(run, base)
        if method == "propagation":
            table, convergence = propagation.propagate(now, before), pd.DataFrame()
            found = list(_of_propagation(table))
        else:
            simulated = sampling.simulate(now, before, draws, seed, progress)
            table, convergence = simulated.table, simulated.convergence
            found = [] if simulated.converged else [_moving(convergence, draws)]
        remarks = [*based(run, base), *provenance.remarks(now), *found]
        return Assessment(_named(table, now, lang), provenance.inputs(now), convergence, remarks)


def figures(run: Run, base: Run | None) -> tuple[Figures, Figures | None]:
    """The figures of a run and of its base year; UsageError when both are of one year."""
    from ghginv.inventory.figures import Figures

    if base is not None and base.about["year"] == run.about["year"]:
        raise UsageError(Finding("base-year", found=base.id, details={"year": run.about["year"]}))
    return Figures(run.inventory), Figures(base.inventory) if base is not None else None


def based(run: Run, base: Run | None) -> Iterator[Finding]:
    """What makes a base year's run no fair comparison."""
    names = {"region": ("地区", "region"), "guideline": ("核算指南", "guideline"), "gwp": ("GWP", "GWP set")}
    for name, (zh, en) in names.items():
        if base is not None and base.about[name] != run.about[name]:
            found, expected = str(base.about[name]), str(run.about[name])
            yield Finding("uncertainty-base", found=found, expected=expected, details={"what_zh": zh, "what_en": en})


def _named(table: pd.DataFrame, now: Figures, lang: str) -> pd.DataFrame:
    """The table with names, and with where the uncertainties come from."""
    from ghginv.inventory import provenance

    origins = provenance.origins(now, lang)
    keys = list(zip(table["category"], table["gas"], strict=True))
    named = table.assign(
        **{
            column: [origins.get(key, {}).get(column, "") for key in keys]
            for column in ("activity_from", "factor_from")
        }
    )
    named.insert(1, "name", [title(code, lang) for code in table["category"]])
    return named


def title(code: str, lang: str) -> str:
    """The name of a category or of a total."""
    from ghginv.domain import categories

    totals = {"total": ("合计", "Total"), "total_without_land": ("合计（不含土地利用）", "Total without land use")}
    if code in totals:
        return totals[code][0 if lang == "zh" else 1]
    node = categories.tree().get(code)
    return node.name(lang) if node else code


def _of_propagation(table: pd.DataFrame) -> Iterator[Finding]:
    from ghginv.inventory.provenance import LARGE

    totals = table[table["gas"] == ""]
    for row in totals[totals["combined_uncertainty"].isna()].to_dict("records"):
        yield Finding("uncertainty-cancelled", found=row["category"])
    large = int((table.loc[table["gas"] != "", "combined_uncertainty"] > LARGE).sum())
    if large:
        yield Finding("uncertainty-large", found=str(large))


def _moving(convergence: pd.DataFrame, draws: int) -> Finding:
    last = convergence[convergence["draws"] == draws]["moved_percent"].max()
    return Finding("uncertainty-moving", found=str(draws), details={"moved": f"{last:.2f}"})
