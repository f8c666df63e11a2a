"""Compile 1e5 to 1e7 activity rows: ghginv against SQL written by hand on the same engine and data, and against pandas.

All cases do the same work on the same Parquet file: for each activity row and each formula that serves it (CO2, CH4 and
N2O of fuel combustion) an emission row in whole grams with its CO2e and the id of the parameters used, then totals by
category and gas. ghginv's time includes finding the distinct keys, resolving them and building the table of choices;
the hand-written SQL and pandas get the resolved factors as a table for free, so the comparison leans against ghginv.
Cases run interleaved in one process, each first in its turn, since whoever follows pandas pays for its memory; medians
and ratios are printed, and the totals must agree to the last gram.

    python benchmarks/compile_scale.py [ROWS ...]        default 100000 1000000 10000000
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ghginv.calculation import apply, choose, engine
from ghginv.domain import gases, regions
from ghginv.factors import guidelines, library

GUIDELINE = "ipcc2006"
PAIRS = [
    (category, item)
    for category in ("1.2.1", "1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.4.W", "1.4.O", "1.5.U", "1.5.R", "1.6")
    for item in ("raw_coal", "diesel", "natural_gas", "lpg", "fuel_oil")
]
YEAR = 2022
UNITS = {"natural_gas": "10^4 m3"}


def make(path: Path, rows: int) -> None:
    """Write synthetic activity data: a year of Guangdong, its 21 cities x 50 category-fuel pairs, drawn with a seed."""
    draw = np.random.default_rng(20240501)
    cities = [region.code for region in regions.children("440000") if region.valid(2020)]
    categories, items = (pa.array([pair[i] for pair in PAIRS]) for i in (0, 1))
    units = pa.array([UNITS.get(item, "t") for _, item in PAIRS])
    pair = pa.array(draw.integers(len(PAIRS), size=rows))
    blank = pa.array([""] * 1).take(pa.array(np.zeros(rows, np.int64)))
    table = pa.table(
        {
            "activity_id": pa.array(np.arange(rows)),
            "region": pa.array(cities).take(pa.array(draw.integers(len(cities), size=rows))),
            "year": pa.array(np.full(rows, YEAR)),
            "enterprise": blank,
            "category": categories.take(pair),
            "item": items.take(pair),
            "technology": blank,
            "unit": units.take(pair),
            "quantity": pa.array(np.round(draw.lognormal(5, 2, size=rows), 3)),
        }
    )
    pq.write_table(table, path)


def with_ghginv(path: Path) -> list[tuple[Any, ...]]:
    """The library: keys, choices, table, join, totals."""
    backend = engine.connect()
    activity = backend.read_parquet(path, table_name="activity")
    choices = choose.choose(apply.distinct_keys(activity), guidelines.load(GUIDELINE), library.load())
    gwp = {gas: gases.gwp(gas, "AR5").value for gas in ("CO2", "CH4", "N2O")}
    choice = backend.create_table("choice", apply.choice_table(choices, gwp))
    backend.create_table("emission", apply.apply(activity, choice, apply.formula_codes(choices)))
    named = pa.table(
        {
            "choice_id": pa.array([c.choice_id for c in choices.chosen], pa.int32()),
            "target": [c.served.source_category for c in choices.chosen],
            "gas": [c.served.gas for c in choices.chosen],
        }
    )
    backend.create_table("named", named)
    return rows_of(backend.con.execute(TOTALS))


TOTALS = """
SELECT target, gas, sum(mass_g)::BIGINT, sum(co2e_g)::BIGINT FROM emission JOIN named USING (choice_id)
GROUP BY ALL ORDER BY ALL"""

SQL = """
CREATE TABLE emission AS
SELECT activity_id, choice_id, mass_g, round(mass_g * gwp + least(mass_g * gwp * {nudge}, {most}))::BIGINT AS co2e_g
FROM (
    SELECT activity_id, choice_id, gwp,
           1e6 * (CASE gas
               WHEN 'CO2' THEN quantity * net_calorific_value / 1000 * carbon_content * oxidation_rate * co2_per_carbon
               WHEN 'CH4' THEN quantity * net_calorific_value / 1000 * ch4_emission_factor / 1000
               ELSE quantity * net_calorific_value / 1000 * n2o_emission_factor / 1000
           END) AS grams, round(grams + least(grams * {nudge}, {most}))::BIGINT AS mass_g
    FROM read_parquet('{path}') JOIN factor USING (region, year, enterprise, category, item, technology, unit)
)"""


def with_pandas(path: Path, factor: pd.DataFrame, named: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Merge, vectorised formulas, groupby."""
    keys = list(apply.KEY)
    rows = pd.read_parquet(path).merge(factor, on=keys)
    energy = rows["quantity"] * rows["net_calorific_value"] / 1000
    co2 = energy * rows["carbon_content"] * rows["oxidation_rate"] * rows["co2_per_carbon"]
    ch4, n2o = (energy * rows[f"{gas}_emission_factor"] / 1000 for gas in ("ch4", "n2o"))
    mass = np.where(rows["gas"] == "CO2", co2, np.where(rows["gas"] == "CH4", ch4, n2o))
    emission = rows[["activity_id", "choice_id"]].assign(mass_g=whole(mass * 1e6))
    emission["co2e_g"] = whole(emission["mass_g"] * rows["gwp"])
    totals = emission.merge(named, on="choice_id").groupby(["target", "gas"])[["mass_g", "co2e_g"]].sum().reset_index()
    return sorted(totals.itertuples(index=False, name=None))


def whole(grams: Any) -> Any:
    """Whole grams, rounded as the product rounds them."""
    return np.floor(grams + np.minimum(grams * apply.NUDGE, apply.MOST_NUDGE) + 0.5).astype("int64")


def rows_of(result: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """The rows of a result as tuples."""
    return [tuple(row) for row in result.fetchall()]


def prepared(path: Path) -> tuple[pa.Table, pa.Table]:
    """The resolved factors and the names of the choices, for those who get them for free."""
    backend = engine.connect()
    activity = backend.read_parquet(path)
    choices = choose.choose(apply.distinct_keys(activity), guidelines.load(GUIDELINE), library.load())
    gwp = {gas: gases.gwp(gas, "AR5").value for gas in ("CO2", "CH4", "N2O")}
    table = apply.choice_table(choices, gwp)
    served = [c for c in choices.chosen if c.rule.formula]
    gas = pa.array([c.served.gas for c in served])
    named = pa.table(
        {"choice_id": table["choice_id"], "target": [c.served.source_category for c in served], "gas": gas}
    )
    return table.append_column("gas", gas), named


def measure(path: Path, rows: int, repeats: int) -> dict[str, float]:
    """Median seconds of each case, run in turns; the totals must agree."""
    factor, named = prepared(path)
    frames = factor.to_pandas(), named.to_pandas()
    cases: dict[str, Callable[[], list[tuple[Any, ...]]]] = {
        "ghginv": lambda: with_ghginv(path),
        "DuckDB SQL by hand": lambda: run_sql(path, factor, named),
        "pandas merge, groupby": lambda: with_pandas(path, *frames),
    }
    times: dict[str, list[float]] = {name: [] for name in cases}
    names = list(cases)
    for turn in range(repeats):
        results = {}
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            start = time.perf_counter()
            results[name] = cases[name]()
            times[name].append(time.perf_counter() - start)
        ours, by_hand, pandas_ = (results[name] for name in names)
        assert ours == by_hand, "ghginv and the hand-written SQL disagree"
        assert largest_gap(ours, pandas_) <= 1e-12, "ghginv and pandas disagree"
    return {name: statistics.median(values) for name, values in times.items()}


def run_sql(path: Path, factor: pa.Table, named: pa.Table) -> list[tuple[Any, ...]]:
    """The SQL written by hand, on a connection of its own."""
    connection = duckdb.connect()
    connection.register("factor_table", factor)
    connection.register("named_table", named)
    connection.execute("CREATE TABLE factor AS SELECT * FROM factor_table")
    connection.execute("CREATE TABLE named AS SELECT * FROM named_table")
    connection.execute(SQL.format(path=path, nudge=apply.NUDGE, most=apply.MOST_NUDGE))
    return rows_of(connection.execute(TOTALS))


def largest_gap(ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> float:
    """The largest relative difference of two tables of totals."""
    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    return max(abs(a[2] - b[2]) / max(abs(b[2]), 1) for a, b in zip(ours, theirs, strict=True))


def main(sizes: list[int]) -> None:
    """Print times and ratios for each size."""
    per_row = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "activity.parquet"
            make(path, rows)
            medians = measure(path, rows, repeats=5 if rows <= 10**6 else 3)
        ours = medians["ghginv"]
        per_row[rows] = ours / rows
        for name, seconds in medians.items():
            print(f"{rows:>10,} rows  {name:<24} {seconds:8.3f} s   ghginv/{name}: {ours / seconds:.2f}x")
    if len(per_row) > 1:
        print("cost per row, microseconds:", {rows: round(1e6 * cost, 3) for rows, cost in per_row.items()})


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10**5, 10**6, 10**7])
