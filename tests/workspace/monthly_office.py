"""A small made-up city with an issued budget for last year and this, so that all months of the first are over."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ghginv.budget.ledger import posting
from ghginv.enterprise.synthetic import credit_code
from ghginv.store import audit
from ghginv.store.audit import acting
from ghginv.workspace import create
from ghginv.workspace.budgets import (
    allocate,
    circumstances,
    execution,
    execution_posting,
    issue,
    ledger,
    plan,
    requests,
    steps,
    totals,
)
from ghginv.workspace.budgets.budget import Budget, find
from ghginv.workspace.budgets.execution_posting import Executed
from ghginv.workspace.import_workbook import Imported, import_workbook
from ghginv.workspace.place import Workspace
from ghginv.workspace.template import monthly
from tests.budget import plans
from tests.workbooks.monthly_files import economy, fill, quick, use

YEAR = datetime.datetime.now(datetime.UTC).year - 1
CODES = plans.CODES
SHARED = credit_code(9, "440305")  # an enterprise without a budget of its own
# t CO2 by 10^4 m3 of natural gas and by MWh in this province, of the shipped factors
GAS, POWER = 389.31 * 15.3 * 0.99 * 44 / 12 / 1000, 0.4419
_SHIFT = YEAR - 2026


def folder(into: Path, change: Callable[[plans.Tables], object] | None = None) -> Path:
    """The small plan with its years moved, a layer PWR in one cell, an enterprise without a budget, owners."""
    tables = plans.tables()
    tables["facilities"] += [
        {"enterprise": SHARED, "name": "虚构小企业", "facility": "F1", "region": "440305", "industry": "C39",
         "layer": "KEY"}
    ]  # fmt: skip
    tables["enterprise_data"] = [
        {**row, "enterprise": code, "value": value}
        for row in tables["enterprise_data"]
        for code, value in zip(CODES, (450.0, 120.0, 90.0), strict=True)
    ]
    if change:
        change(tables)
    into.mkdir()
    for name, rows in tables.items():
        if name in ("regions", "industries"):
            rows = [{**row, "owner": "责任单位（编造）"} for row in rows]
        if rows:
            _write(into / f"{name}.csv", rows)
    return into


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, heads, restval="")
        writer.writeheader()
        writer.writerows({key: _moved(value) for key, value in row.items()} for row in rows)


def _moved(value: Any) -> Any:
    """A value with its year moved; others as they are."""
    if value is None:
        return ""
    if isinstance(value, float) and value in range(2020, 2030):
        return int(value) + _SHIFT
    if isinstance(value, str) and value.isdecimal() and int(value) in range(2020, 2030):
        return str(int(value) + _SHIFT)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def issued(base: Path, change: Callable[[plans.Tables], object] | None = None) -> Budget:
    """The budget in the workspace ``base/w``, issued; ``change`` is made to the tables of its plan."""
    place = create.create(base / "w", "440300", "测试市")
    paper = base / "批复.txt"
    paper.write_text("编造的批复 made up, do not quote\n", encoding="utf-8")
    with acting("li"):
        made, _, _ = plan.new(place, folder(base / "plan", change))
        made = totals.choose(made, totals.Choice("given"))
        made = allocate.keep(made, allocate.allocate(made, {"grandfather": 1.0}, {"baseline": 1.0}, {}, {}))
        made = requests.by_default(made)
        made = steps.take(steps.take(made, "review"), "submit")
    for name, document in (("wang", paper), ("zhao", None)):
        with acting(name):
            made = steps.approve(made, document)
    entries = posting.issue(made.lines(), made.plan.regions, made.plan.industries, effective=f"{YEAR}-01-01",
                            document=issue.approval(made), version=made.standing.version)  # fmt: skip
    with acting("li"), made.workspace.writing() as database:
        after = made.write(database, "issue", circumstances.of(made, "issue", {}))
        ledger.append(after, database, entries)
    return after


def opened(base: Path) -> Budget:
    """The budget of a copied folder, as it stands."""
    return find(Workspace(base / "w"))


def report(base: Path, period: object, name: str = "测试市统计局", enterprise: str = "", **rows: Any) -> Imported:
    """Fill in a report of a period as an office or an enterprise, and import it."""
    workspace = Workspace(base / "w")
    path = monthly(base / f"{name}-{period}-{len(list(base.glob('*.xlsx')))}.xlsx", workspace, YEAR, "zh")
    who = {"统一社会信用代码": enterprise} if enterprise else {"地区代码": "440300"}
    fill(path, {"填报单位": name, **who, "年度": YEAR, "月份或季度": period}, **rows)
    return import_workbook(workspace, path)


def march(base: Path, gas: float = 0.5) -> Imported:
    """What an office reports of March: two enterprises, three indicators, value added."""
    return report(
        base, 3,
        企业月报=[
            use(统一社会信用代码=CODES[0], quantity=gas),
            use(统一社会信用代码=SHARED, quantity=0.1, 数据状态="估算"),
            use(统一社会信用代码=CODES[0], item="外购电力", quantity=2, unit="万千瓦时"),
        ],
        快速指标=[
            quick(quantity=10),
            quick(item="天然气", quantity=2, unit="万立方米"),
            quick(区域代码="440306-P", quantity=3),
        ],
        经济指标=[economy()],
    )  # fmt: skip


def execute(base: Path, *months: int, **more: Any) -> Executed:
    """Post months of the year."""
    return execution_posting.execute(opened(base), YEAR, months, **more)


def in_force(base: Path) -> dict[str, int]:
    """Kilograms by account and month."""
    table = execution.months(opened(base), YEAR)
    names = ("region", "industry", "layer", "enterprise", "month")
    keys = ("/".join(str(row[name]) for name in names) for row in table.to_dict("records"))
    return dict(zip(keys, table["emissions_kg"].tolist(), strict=True))


def whole(base: Path) -> None:
    """No invariant is broken, and the log proves the file."""
    budget = opened(base)
    found = ledger.check(budget)
    assert found.findings == [], [each.message() for each in found.findings]
    assert audit.faults(budget.workspace.database) == []
    assert ledger.replay(budget)["same"]
