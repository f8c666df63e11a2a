"""Convert a wide table of gas masses to CO2e and sum it to sectors: ghginv against primap2, pyam and plain pandas.

The task is the same for all: read a CSV file (area x 215 leaf categories of IPCC 2006 x 4 gases, one column a year),
convert to CO2e with the potentials of AR5, sum to the sectors 1-4 of each area and write the sums to a CSV file. The
numbers are drawn from a lognormal distribution with a fixed seed. Each run is a new process: what it imports, the first
time it does the task (units and engines are set up then) and the second time are told apart. Tools take turns within a
round; medians are printed. All sums written, area by area and year by year, must agree to 1e-9, or the exit code is 1.

primap2 wants numpy 1 and pyam pandas 2, so each peer has an environment of its own, which ``make peers`` sets up:

    make peers
    python benchmarks/convert_and_aggregate.py

A peer without its environment is left out and said to be. ghginv sums whole grams, so that its sums do not depend on
the order of rows or threads; the others sum floats.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

PEERS = Path(__file__).parents[1] / "build" / "peers"
SIZES = {430_000: (50, 10), 3_440_000: (200, 20)}  # data points: areas, years
ROUNDS = 5
TOLERANCE = 1e-9
GASES = ("CO2", "CH4", "N2O", "SF6")
SECTORS = ("1", "2", "3", "4")
# IPCC 2006 Guidelines, volume 1, table 8.2, as kept by climate_categories 0.11.1: branch, then its leaves.
LEAVES = """
1.A.1.a i ii iii|1.A.1 b|1.A.1.c i ii|1.A.2 a b c d e f g h i j k l m|1.A.3.a i ii|1.A.3.b i.1 i.2 ii.1 ii.2 iii iv v vi
1.A.3 c|1.A.3.d i ii|1.A.3.e i ii|1.A.4 a b|1.A.4.c i ii iii|1.A.5 a|1.A.5.b i ii iii|1.A.5 c|1.B.1.a.i 1 2 3 4
1.B.1.a.ii 1 2|1.B.1 b c|1.B.2.a i ii|1.B.2.a.iii 1 2 3 4 5 6|1.B.2.b i ii|1.B.2.b.iii 1 2 3 4 5 6|1.B 3|1.C.1 a b c
1.C.2 a b|1.C 3|2.A 1 2 3 5|2.A.4 a b c d|2.B 1 2 3 4 5 6 7 10|2.B.8 a b c d e f|2.B.9 a b|2.C 1 2 3 4 5 6 7|2.D 1 2 3 4
2.E 1 2 3 4 5|2.F 2 3 4 5 6|2.F.1 a b|2.G 4|2.G.1 a b c|2.G.2 a b c|2.G.3 a b c|2.H 1 2 3|3.A.1.a i ii
3.A.1 b c d e f g h j|3.A.2.a i ii|3.A.2 b c d e f g h i j|3.B.1 a|3.B.1.b i ii iii iv v|3.B.2 a|3.B.2.b i ii iii iv v
3.B.3 a|3.B.3.b i ii iii iv v|3.B.4.a i ii|3.B.4.b i ii iii|3.B.5 a|3.B.5.b i ii iii iv v|3.B.6 a|3.B.6.b i ii iii iv v
3.C.1 a b c d|3.C 2 3 4 5 6 7 8|3.D 1 2|4.A 1 2 3|4 B|4.C 1 2|4.D 1 2|4 E|5 A B"""
Task = Callable[[str, str], None]
Sums = dict[tuple[str, str, str], float]


def leaves() -> list[str]:
    """The codes of the leaf categories, such as 1.A.1.a.i."""
    branches = [part.split() for line in LEAVES.split("\n") for part in line.split("|") if part]
    return [f"{branch}.{leaf}" for branch, *ends in branches for leaf in ends]


def make(path: Path, areas: int, years: int) -> None:
    """Write the table, in kt of each gas."""
    draw = random.Random(20240501)
    columns = [str(2001 + year) for year in range(years)]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(("area", "category", "gas", "unit", *columns)) + "\n")
        for area in range(areas):
            for category in leaves():
                for gas in GASES:
                    numbers = ",".join(f"{draw.lognormvariate(3, 1.5):.3f}" for _ in columns)
                    file.write(f"A{area:03},{category},{gas},kt {gas} / yr,{numbers}\n")


def ghginv_task() -> Task:
    """The library's potentials and units, its engine, sums of whole grams."""
    import ibis.backends.duckdb  # noqa: F401 - the engine imports this and pandas when first used; here imports
    import pandas  # noqa: F401                 are told apart from the work, so they come first
    import pyarrow as pa

    from ghginv.calculation import apply, engine
    from ghginv.domain import gases, units

    def factor(gas: str, unit: str) -> float:
        mass, substance = unit.removesuffix(" / yr").split()
        if substance != gas:
            raise SystemExit(f"{gas} in {unit}")
        return float(units.factor(mass, "t")) * gases.gwp(gas, "AR5").value * apply.GRAMS_PER_TONNE

    def task(source: str, target: str) -> None:
        with open(source, encoding="utf-8") as file:
            types = {name: "DOUBLE" if name.isdigit() else "VARCHAR" for name in file.readline().strip().split(",")}
        backend = engine.connect()
        # Types are told, not guessed; the engine's own buffers of 32 MB would leave this file to one thread.
        told = {"columns": types, "auto_detect": False, "header": True, "buffer_size": 4_000_000}
        mass = backend.create_table("mass", backend.read_csv(source, **told))
        kinds = mass.select("gas", "unit").distinct().to_pyarrow().to_pylist()
        factors = [{**kind, "factor": factor(**kind)} for kind in kinds]
        rows = mass.join(backend.create_table("factor", pa.Table.from_pylist(factors)), ["gas", "unit"])
        rows = rows.mutate(sector=rows.category[0])
        grams = {year: (rows[year] * rows.factor).round().cast("int64") for year in types if year.isdigit()}
        sums = rows.filter(rows.sector.isin(SECTORS)).group_by("area", "sector")
        sums.agg(**{year: each.sum() / (1000 * apply.GRAMS_PER_TONNE) for year, each in grams.items()}).to_csv(target)

    return task


def pandas_task() -> Task:
    """No library for greenhouse gases: the factors typed in, units taken on trust."""
    import pandas as pd

    def task(source: str, target: str) -> None:
        frame = pd.read_csv(source)
        years = [name for name in frame if name.isdigit()]
        frame[years] = frame[years].mul(frame["gas"].map({"CO2": 1, "CH4": 28, "N2O": 265, "SF6": 23500}), axis=0)
        sums = frame.groupby(["area", frame["category"].str[0].rename("sector")])[years].sum().reset_index()
        sums[sums["sector"].isin(SECTORS)].to_csv(target, index=False)

    return task


def primap2_task() -> Task:
    """The gas basket of Kyoto gases, aggregates of categories, the interchange format."""
    import primap2  # noqa: F401 - gives data sets their methods
    from primap2 import pm2io

    dimension = "category (IPCC2006)"
    parts = {sector: [leaf for leaf in leaves() if leaf.startswith(sector)] for sector in SECTORS}

    def task(source: str, target: str) -> None:
        frame = pm2io.read_wide_csv_file_if(
            source,
            coords_cols={"area": "area", "category": "category", "entity": "gas", "unit": "unit"},
            coords_defaults={"source": "benchmark"},
            coords_terminologies={"area": "city", "category": "IPCC2006"},
        )
        data = pm2io.from_interchange_format(frame)
        basket = {"basket": "KYOTOGHG (AR5GWP100)", "basket_contents": GASES, "basket_units": "kt CO2 / yr"}
        sums = data.pr.gas_basket_contents_sum(**basket).pr.add_aggregates_coordinates({dimension: parts})
        result = sums.sel({dimension: list(SECTORS)}).to_dataset(name=sums.name).assign_attrs(data.attrs)
        result.pr.to_interchange_format().to_csv(target, index=False)

    return task


def pyam_task() -> Task:
    """Sectors as variables, gases and leaves as their components."""
    import pandas as pd
    import pyam

    def task(source: str, target: str) -> None:
        wide = pd.read_csv(source)
        wide["variable"] = wide["category"].str[0] + "|" + wide.pop("category") + " " + wide.pop("gas")
        data = pyam.IamDataFrame(wide, model="benchmark", scenario="synthetic", region="area")
        for gas in GASES:
            data.convert_unit(f"kt {gas} / yr", "kt CO2e / yr", context="AR5GWP100", inplace=True)
        data.aggregate(list(SECTORS)).to_csv(target)

    return task


TASKS = {"ghginv": ghginv_task, "primap2": primap2_task, "pyam": pyam_task, "pandas": pandas_task}
KEYS = {"primap2": ("area (city)", "category (IPCC2006)"), "pyam": ("Region", "Variable")}


def run_once(name: str, source: str, target: str) -> None:
    """Do the task twice in this process and print seconds and peak MiB as JSON."""
    times = [time.perf_counter()]
    task = TASKS[name]()
    times.append(time.perf_counter())
    for _ in range(2):
        task(source, target)
        times.append(time.perf_counter())
    imported, first, again = (later - earlier for earlier, later in pairwise(times))
    seconds = {"import": imported, "task": first, "start to result": imported + first, "again": again}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**seconds, "peak MiB": peak}))


def written_sums(name: str, path: Path) -> Sums:
    """What a tool wrote, by area, sector and year."""
    area, sector = KEYS.get(name, ("area", "sector"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row[area], row[sector], year): float(row[year]) for row in rows for year in row if year.isdigit()}


def check(found: dict[str, Sums]) -> None:
    """Exit with 1 where a tool's sums are not those of plain pandas."""
    expected = found["pandas"]
    for name, sums in found.items():
        if sums.keys() != expected.keys():
            raise SystemExit(f"{name} and pandas do not sum for the same areas, sectors and years")
        gap = max(abs(sums[key] / value - 1) for key, value in expected.items())
        if gap > TOLERANCE:
            raise SystemExit(f"{name} and pandas disagree by {gap:.1e}")


def pythons() -> dict[str, str]:
    """The Python of each tool; a peer that is not installed is left out."""
    peers = {name: PEERS / name / "bin" / "python" for name in ("primap2", "pyam")}
    for name, python in peers.items():
        if not python.exists():
            print(f"{name} is left out: {python} is missing; run: make peers")
    there = {name: str(python) for name, python in peers.items() if python.exists()}
    return {"ghginv": sys.executable, **there, "pandas": sys.executable}


def measure(folder: Path, points: int, commands: dict[str, str]) -> dict[str, dict[str, float]]:
    """Medians of each tool at one size; all results must agree."""
    source = folder / f"{points}.csv"
    make(source, *SIZES[points])
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, python in commands.items():
            call = [python, "-W", "ignore", __file__, name, str(source), str(folder / f"{name}.csv")]
            done = subprocess.run(call, env=env, stdout=subprocess.PIPE, text=True, check=True)
            told[name].append(json.loads(done.stdout.splitlines()[-1]))
        check({name: written_sums(name, folder / f"{name}.csv") for name in commands})
    return {name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in told.items()}


def main() -> None:
    """Print a table for each size."""
    from tabulate import tabulate

    commands = pythons()
    for points in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            medians = measure(Path(folder), points, commands)
        ours = medians["ghginv"]
        table = [
            (name, *each.values(), each["start to result"] / ours["start to result"], each["again"] / ours["again"])
            for name, each in medians.items()
        ]
        print(f"\n{points:,} data points, {ROUNDS} rounds; seconds; results agree to {TOLERANCE:g}")
        heads = ("tool", *ours, "x ghginv, start to result", "x ghginv, again")
        print(tabulate(table, heads, floatfmt=("", ".2f", ".2f", ".2f", ".2f", ".0f", ".2f", ".2f")))


if __name__ == "__main__":
    run_once(*sys.argv[1:]) if sys.argv[1:] else main()
