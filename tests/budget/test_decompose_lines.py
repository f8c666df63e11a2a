"""Lines: sums by tree, matrix, differences, checks."""

from __future__ import annotations

import pandas as pd
import pytest

from ghginv.budget import lines as budget_lines
from tests.budget.cities import CITY, plan

ROWS = [
    (2026, "available", "440305", "C", "KEY", "A", 300),
    (2026, "available", "440305", "C", "KEY", "", 200),
    (2026, "available", "440306-01", "G", "DIF", "", 100),
    (2026, "reserve.general", CITY, "", "", "", 50),
    (2026, "reserve.new", "440306", "", "", "", 7),
    (2027, "available", "440305", "D", "ETSN", "", 9_007_199_254_740_993),
]
TOTALS = {2026: 657, 2027: 9_007_199_254_740_993}
PLAN = plan()


def table(rows=None) -> pd.DataFrame:
    return pd.DataFrame(ROWS if rows is None else rows, columns=list(budget_lines.COLUMNS))


def test_sums_of_both_trees():
    regions = budget_lines.by_region(table(), PLAN.regions)
    assert regions[2026].to_dict() == {
        CITY: 657,
        "440305": 500,
        "440306": 107,
        "440306-01": 100,
        "440306-02": 0,
        "port": 0,
    }
    industries = budget_lines.by_industry(table(), PLAN.industries)
    assert industries[2026].to_dict() == {"all": 600, "miit": 500, "C": 500, "D": 0, "G": 100}
    assert industries.at["miit", 2027] == 9_007_199_254_740_993  # beyond what a float holds


def test_the_matrix_of_a_year():
    found = budget_lines.matrix(table(), 2026)
    assert found.loc["440305"].to_dict() == {"C": 500, "G": 0, "": 0}
    assert found.loc[CITY, ""] == 50


def test_differences_between_versions_are_exact():
    new = [*ROWS[:1], (2026, "available", "440305", "C", "KEY", "", 150), *ROWS[2:5], (*ROWS[5][:-1], ROWS[5][-1] + 1)]
    new.append((2026, "available", "440305", "C", "NEW", "", 50))
    found = budget_lines.difference(table(), table(new)).set_index(["year", "layer"])
    assert found["change_kg"].to_dict() == {(2026, "KEY"): -50, (2026, "NEW"): 50, (2027, "ETSN"): 1}
    assert found.loc[(2026, "NEW"), ["old_kg", "new_kg"]].tolist() == [0, 50]
    assert budget_lines.difference(table(), table(ROWS[::-1])).empty


def test_lines_that_are_right():
    assert budget_lines.check_sums(table(), TOTALS, PLAN.regions, PLAN.industries) == []


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        (lambda rows: rows, "budget-lines-sum", "657"),
        (lambda rows: [*rows, (*ROWS[0][:-1], 1)], "budget-lines-twice", "available / 440305 / C / KEY / A"),
        (lambda rows: [*rows, (2026, "available", "port", "G", "DIF", "", -1)], "budget-lines-negative", None),
        (lambda rows: [*rows, (2026, "available", "port", "", "DIF", "", 1)], "budget-lines-cell", None),
        (lambda rows: [*rows, (2026, "reserve.new", "port", "G", "", "", 1)], "budget-lines-cell", None),
        (lambda rows: [*rows, (2026, "pool", "port", "G", "DIF", "", 1)], "budget-lines-cell", None),
        (lambda rows: [*rows, (2026, "available", "X", "G", "DIF", "", 1)], "budget-lines-code", "X"),
    ],
)
def test_lines_that_are_wrong(change, code, found):
    rows = change(ROWS)
    totals = {2026: sum(row[-1] for row in rows if row[0] == 2026), 2027: TOTALS[2027]}
    totals[2026] += code == "budget-lines-sum"
    told = budget_lines.check_sums(table(rows), totals, PLAN.regions, PLAN.industries)
    assert [each.code for each in told] == [code]
    assert found is None or told[0].found == found


def test_a_year_without_lines_or_total():
    told = budget_lines.check_sums(table(), {2026: 657, 2028: 5})
    assert [(each.code, each.sheet, each.details["difference"]) for each in told] == [
        ("budget-lines-sum", "2027", "+9007199254740993"),
        ("budget-lines-sum", "2028", "-5"),
    ]
