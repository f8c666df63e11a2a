"""A settled year and what comes after: an adjustment of open years, a day that has not come, a wrong paper."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ghginv import folders
from ghginv.errors import InputError
from ghginv.findings import errors
from ghginv.store.audit import acting
from ghginv.workspace.budgets import allocate, issue, ledger, plan, requests, settlement, steps, totals
from ghginv.workspace.budgets.budget import Budget
from tests.workbooks.monthly_files import quick, use
from tests.workspace import monthly_office as office
from tests.workspace.monthly_office import YEAR, execute, opened
from tests.workspace.test_budget_verification import filed, inventory, verify

CITY = "440300"


@pytest.fixture
def base(tmp_path) -> Path:
    """A year with three months reported and everybody verified."""
    office.issued(tmp_path)
    gas = [use(month, 统一社会信用代码=office.CODES[0], quantity=3) for month in (1, 2, 3)]
    office.report(tmp_path, "一季度", 企业月报=gas, 快速指标=[quick(month) for month in (1, 2, 3)])
    execute(tmp_path)
    return tmp_path


def verified(base) -> None:
    for code, region in zip(office.CODES, ("440305", "440306", CITY), strict=True):
        filed(base, code, [("1.2.5", "natural_gas", 7.0, "10^4 m3")])
        inventory(base, region, 9.0 if region == CITY else 2.0, 100.0)
    verify(base)


def signed(base) -> Path:
    paper = base / "决算.txt"
    paper.write_text("编造的决算 made up, do not quote\n", encoding="utf-8")
    with acting("wang"):
        steps.sign(opened(base), paper)
    return paper


def lower(base, name: str, **by_year: str) -> Path:
    """The plan with other totals."""
    path = base / "plan" / "path.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    for row in rows:
        if row["parameter"] == "total" and row["year"] in by_year:
            row["value"] = by_year[row["year"]]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return base / "plan"


def adjusted(base, day: str, **by_year: str) -> Budget:
    """The budget adjusted to other totals and issued anew."""
    paper = base / f"调整{day}.txt"
    paper.write_text(f"编造的批复 {day}\n", encoding="utf-8")
    with acting("li", day):
        made, _ = plan.replace(steps.adjust(opened(base), "gdp"), lower(base, "plan", **by_year))
        made = totals.choose(made, totals.Choice("given"))
        made = allocate.keep(made, allocate.allocate(made, {"grandfather": 1.0}, {"baseline": 1.0}, {}, {}))
        made = requests.by_default(made)
        made = steps.take(steps.take(made, "review"), "submit")
    for name, document in (("wang", paper), ("zhao", None)):
        with acting(name, day):
            made = steps.approve(made, document)
    with acting("li", day):
        return issue.issue(made, effective=day).budget


def whole(base) -> None:
    assert errors(ledger.check(opened(base)).findings) == []


def test_a_budget_falls_below_what_was_emitted_and_the_year_is_settled(base):
    adjusted(base, f"{YEAR}-07-01", **{str(YEAR): "500"})
    row = {each["region"]: each for each in settlement.table(opened(base), YEAR)}
    assert (row[CITY]["final_t"], row[CITY]["adjustment_t"]) == (500, -500)
    assert row["440305"]["left_t"] == pytest.approx(row["440305"]["final_t"] - row["440305"]["consumed_t"], abs=0.001)
    assert row["440305"]["left_t"] < 0
    whole(base)
    verified(base)
    with acting("li", f"{YEAR + 1}-03-01"):
        settlement.settle(opened(base), YEAR, str(signed(base)))
    whole(base)


def test_an_adjustment_after_a_year_was_settled_leaves_that_year_alone(base):
    verified(base)
    before = opened(base).lines()
    with acting("li", f"{YEAR + 1}-03-01"):
        settlement.settle(opened(base), YEAR, str(signed(base)))
    made = adjusted(base, f"{YEAR + 1}-07-01", **{str(YEAR): "700", str(YEAR + 1): "800"})
    after = made.lines()
    assert made.version()["about"]["totals"] == {str(YEAR): 1_000_000, str(YEAR + 1): 800_000}
    key = list(after.columns)
    old, new = (table[table["year"] == YEAR].sort_values(key)[key].to_numpy().tolist() for table in (before, after))
    assert old == new
    whole(base)


@pytest.mark.parametrize("day", ["31.3.2099", f"{YEAR + 90}-01-01"])
def test_a_year_is_not_closed_on_a_day_that_has_not_come(base, day):
    verified(base)
    paper = signed(base)
    with acting("li"), pytest.raises(InputError) as refused:
        settlement.settle(opened(base), YEAR, str(paper), effective=day)
    assert [each.code for each in refused.value.findings] == ["budget-settle-day"]
    assert not settlement.closed(opened(base), YEAR)


def test_a_year_is_not_closed_on_evidence_that_nobody_signed(base):
    verified(base)
    evidence = next(each["document"] for each in opened(base).documents() if each["kind"] == "evidence")
    with acting("wang", f"{YEAR + 1}-03-01"), pytest.raises(InputError) as refused:
        settlement.settle(opened(base), YEAR, evidence)
    assert [each.code for each in refused.value.findings] == ["budget-document-unsigned"]


def test_a_rule_that_changes_within_the_plan_is_that_of_each_year(base):
    """Carrying over is allowed from the second year on: the first keeps nothing."""
    shipped = [row for _, row in folders.rows(folders.file("emission_factors", "policy/budget.csv"))]
    rows = []
    for row in shipped:
        if row["parameter"] != "budget_carry_over":
            rows.append(row)
            continue
        rows.append({**row, "valid_to": f"{YEAR}-12-31"})
        rows.append({**row, "value": "1", "valid_from": f"{YEAR + 1}-01-01", "note": "编造 made up"})
    own = base / "w" / "emission_factors" / "policy" / "budget.csv"
    own.parent.mkdir(parents=True, exist_ok=True)
    with own.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    folders.forget()
    budget = opened(base)
    assert [budget.rules_of(year).carry_over for year in (YEAR, YEAR + 1, 2099)] == [False, True, False]
    books = ledger.books(budget)
    assert [books.rules_of(year).carry_over for year in (YEAR, YEAR + 1)] == [False, True]
