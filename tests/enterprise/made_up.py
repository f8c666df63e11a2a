"""Made-up enterprises to test accounts with: filings stored through the store, compiled by the real engine.

Seven makers of cement (group 301) and two of flat glass (304) of one district, over two years. Their names, codes and
figures are invented; ``SHY`` is the one that looks like a formula.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa

from ghginv.calculation.inventory import Inputs, compile_inventory
from ghginv.domain import credit_codes, items
from ghginv.domain.records import Activity, Enterprise, Indicator, Parameter
from ghginv.factors import guidelines, library
from ghginv.store import runs, submissions
from ghginv.workspace.create import create
from ghginv.workspace.place import Workspace

REGION, YEARS = "440311", (2022, 2023)
NAMES = [
    "演示水泥一厂",
    "演示水泥二厂",
    "演示水泥三厂",
    "演示水泥四厂",
    "演示水泥五厂",
    "演示水泥六厂",
    "=HYPERLINK(1)水泥七厂",
]
NAMES += ["演示玻璃一厂", "演示玻璃二厂"]


def _code(number: int) -> str:
    stem = f"91440300MA{number:07d}"
    return stem + credit_codes.check_sign(stem)


CODES = [_code(number) for number in range(1, len(NAMES) + 1)]
FIRST, SHY, ANNUAL = CODES[0], CODES[6], CODES[5]
INDUSTRY = {code: ("3011", "cement") if at < 7 else ("3041", "flat_glass") for at, code in enumerate(CODES)}
SHEET = "燃料"


def fuel(at: int, year: int) -> float:
    """Coal of a year in t: it rises from one enterprise to the next and falls from year to year."""
    return 12_000.0 + 1_200 * at - 600 * (year - YEARS[0])


def _activities(at: int, year: int) -> list[Activity]:
    """Coal by month (the sixth gives the year only), diesel estimated, electricity by month, a notation key."""
    code, coal = CODES[at], "raw_coal"
    rows = []

    def row(item: str, quantity: float | None, month: int, cell: str, sheet: str = SHEET, **more: str) -> None:
        unit = items.find_code(item).unit
        rows.append(
            Activity(REGION, year, "1.2.4", item, quantity, unit, sheet, cell, month=month, enterprise=code, **more)
        )

    if code == ANNUAL:
        row(coal, fuel(at, year), 0, "P7", facility="F01")
    else:
        for month in range(1, 13):
            row(coal, fuel(at, year) / 12, month, f"{'DEFGHIJKLMNO'[month - 1]}7", facility="F01")
    row("diesel", 40.0, 0, "P8", source="按车辆数估算")
    row("natural_gas", None, 0, "Q9", notation="NO")
    for month in range(1, 13):
        row("electricity", 500.0 + at, month, f"{'DEFGHIJKLMNO'[month - 1]}7", "购入电力")
    return rows


def _indicators(at: int, year: int) -> list[Indicator]:
    code = CODES[at]
    product = "cement_output" if INDUSTRY[code][1] == "cement" else "flat_glass_output"
    told = [(product, 60_000.0, "t", "P7"), ("value_added", 3_000.0 + 10 * at, "10^4 CNY", "P8")]
    told += [("gross_output_value", 9_000.0, "10^4 CNY", "P9"), ("employees", 80.0, "person", "P10")]
    return [Indicator(REGION, year, 0, code, "", *row[:3], "产量产值", row[3]) for row in told]


def file(place: Workspace, at: int, year: int, state: str = "verified", note: str = "") -> str:
    """Store the filing of an enterprise-year in a state; ``note`` makes another file of it."""
    code = CODES[at]
    content = f"{code} {year} {note}".encode()
    digest = hashlib.sha256(content).hexdigest()
    industry, template = INDUSTRY[code]
    submission = f"S{digest[:10]}"
    filing = submissions.Filing(
        submission, f"{NAMES[at]}-{year}.xlsx", digest, "enterprise", "1", REGION, year, code, content
    )
    about = Enterprise(code, NAMES[at], year, REGION, industry, template, sheet="基本信息", cell="C3")
    green = Parameter("g", "green_electricity", 600.0, "MWh", "measured", "", item="electricity", enterprise=code)
    with place.writing() as database:
        submissions.add(database, filing, _activities(at, year), [green], [], [about, *_indicators(at, year)])
        submissions.record_event(database, submission, "submitted", f"{year + 1}-03-01T00:00:00+00:00", "test")
        if state != "submitted":
            submissions.record_event(database, submission, state, f"{year + 1}-05-01T00:00:00+00:00", "test")
    return submission


def compile_accounts(place: Workspace, year: int) -> str:
    """Compile the enterprises' accounts of a year over the filings that count, and store the run."""
    counted = submissions.enterprise_active(place.database, year)
    ids = [each["submission"] for each in counted]
    marks = ", ".join("?" * len(ids))
    activity: pa.Table = submissions.activity_table(place.database, f"submission IN ({marks})", ids)
    guideline = guidelines.load("enterprise")
    inputs = Inputs(
        REGION, year, guideline, guideline.gwp, library.load().with_local(submissions.measured(place.database, ids)),
        [{name: each[name] for name in ("submission", "sha256")} for each in counted], "test",
    )  # fmt: skip
    inventory = compile_inventory(activity, inputs)
    with place.writing() as database:
        runs.add(
            database, inventory.about, inventory.choices, inventory.parameters, inventory.rows, f"{year + 1}-06-01"
        )
    return str(inventory.about["run"])


def district(folder: Path) -> Workspace:
    """A workspace with all of them filed, verified and compiled, the last year's seventh only submitted."""
    place = create(folder, REGION, "演示区")
    for year in YEARS:
        for at in range(len(CODES)):
            file(place, at, year, "submitted" if (year, CODES[at]) == (YEARS[-1], SHY) else "verified")
        compile_accounts(place, year)
    return place
