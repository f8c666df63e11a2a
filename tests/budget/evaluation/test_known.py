"""What the budget itself knows: execution with corrections, data quality, monthly reports, enterprises, events."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from ghginv.budget.evaluation import known, records, rule_faults, rules
from ghginv.budget.evaluation.figures import Figure, Subject
from ghginv.budget.evaluation.handed_in import joined
from ghginv.budget.evaluation.known import Known
from ghginv.budget.evaluation.scoring import evaluate
from tests.budget.evaluation.made_up import YEAR, A, B, figures, local

LOCAL, DEPARTMENT = rules.load("local-100", YEAR), rules.load("department-100", YEAR)
CODES = {"A": frozenset({"A", "A1"}), "B": frozenset({"B"})}


def months(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    """Account-months: region, month, kg, status."""
    frame = pd.DataFrame(rows, columns=["region", "month", "emissions_kg", "status"])
    return frame.assign(industry="C39", enterprise="")


def told(**more: object) -> Known:
    base: dict = {"year": YEAR, "column": "region", "codes": CODES, "final_kg": {"A": 1000, "B": 0},
                  "consumed_kg": {"A": 900, "B": 0}, "prior_kg": {}, "months": months()}  # fmt: skip
    return Known(**{**base, **more})


def test_a_rule_may_name_what_the_budget_knows_and_nothing_else():
    assert set(rule_faults.SOURCES) == {"data", *known.SOURCES}


def value(of: Known, indicator: str, subject: str = "A", rule: rules.Rule = LOCAL) -> Fraction | None:
    found = {(each.subject, each.indicator): each for each in known.figures(of, rule)}
    figure = found.get((subject, indicator))
    return figure.value if figure else None


def test_execution_is_that_of_the_ledger_with_what_was_corrected_since():
    assert value(told(), "execution") == Fraction(900, 1000)
    corrected = known.figures(told(prior_kg={"A": -150}), LOCAL)[0]
    assert (corrected.value, corrected.target) == (Fraction(750, 1000), 1)
    assert "-0.150 t" in corrected.note


def test_who_has_neither_budget_nor_emissions_has_no_figure():
    assert value(told(), "execution", "B") is None


def test_data_quality_weighs_emissions():
    table = months(
        ("A", 1, 600, "metered"), ("A1", 2, 200, "reported"), ("A", 3, 150, "estimated"), ("A", 4, 50, "filled")
    )  # fmt: skip
    of = told(months=table)
    assert value(of, "data-quality") == 80
    assert value(of, "data-quality", "B") is None
    assert known.filled_shares(of) == {"A": Fraction(1, 20)}


def test_reports_are_counted_by_month_and_account():
    keys = [f"est/{YEAR}-{month:02}/available:A:C39:KEY/1" for month in range(1, 13)]
    keys += [f"est/{YEAR}-{month:02}/available:A1:C39:KEY/{n}" for month in range(1, 7) for n in (1, 2)]
    keys += [f"est/{YEAR - 1}-01/available:A:C39:KEY/1", f"ver/{YEAR}/available:A:C39:KEY/1", "budget/1"]
    assert value(told(keys=keys), "reporting") == 75
    assert value(told(keys=keys, months=months(("A", 1, 5, "filled"))), "reporting") == Fraction(100 * 17, 24)
    assert value(told(keys=keys), "reporting", "B") is None


@pytest.mark.parametrize(("red", "expected"), [(None, None), ({}, 0), ({"A": 2}, 2)])
def test_warnings_are_unknown_where_nobody_watched(red, expected):
    assert value(told(red=red), "warnings") == expected
    assert value(told(breaches=red), "project-gate") == expected


def test_enterprises_within_their_budgets():
    table = pd.DataFrame(
        [("C39", "E1", 10, 10), ("C39", "E2", 10, 11), ("C26", "E3", 10, 1), ("C39", "E4", 0, 5)],
        columns=["industry", "enterprise", "final_kg", "consumed_kg"],
    )
    of = told(column="industry", codes={"GX": frozenset({"GX", "C39"})}, final_kg={}, consumed_kg={}, enterprises=table)
    assert value(of, "enterprises", "GX", DEPARTMENT) == 50


def test_a_target_handed_in_stands_before_that_of_the_plan():
    own = known.figures(told(cuts={"A": (Fraction(4), Fraction(3))}), LOCAL)
    before = {(each.subject, each.indicator): each for each in own}
    after = joined(before, [Figure("A", "intensity-cut", None, Fraction(5), "批复", "own")])
    (cut,) = [each for each in after if each.indicator == "intensity-cut"]
    assert (cut.value, cut.target) == (4, 5)
    assert cut.source.endswith("批复")


def test_records_say_all_that_an_appeal_needs():
    """A record read back and judged again is the same record."""
    figure = figures(local(execution=("100.5", 100), pilot=(1, None), falsified=(1, None)))
    made = records.records(evaluate(LOCAL, [A], figure))
    (record,) = made
    again = records.records(evaluate(LOCAL, [records.subject_of(record)], records.figures_of(record, LOCAL)))
    same = ("points", "possible", "score", "grade", "vetoes", "missed")
    assert {name: again[0][name] for name in same} == {name: record[name] for name in same}
    assert [each["counted"] for each in again[0]["bonuses"]] == [2]


def test_replacing_one_record_moves_ranks_and_nothing_else():
    made = records.records(evaluate(LOCAL, [A, B], [*figures(local()), *figures(local(warnings=(2, None)), "B")]))
    fresh = records.records(evaluate(LOCAL, [A], figures(local(warnings=(4, None)))))
    after = records.replaced(made, fresh, LOCAL)
    assert [(each["subject"], each["rank"]) for each in after] == [("B", 1), ("A", 2)]
    before = next(each for each in made if each["subject"] == "B")
    assert {**after[0], "rank": 0} == {**before, "rank": 0}


def test_a_digest_is_of_year_rule_and_records():
    made = records.records(evaluate(LOCAL, [A], figures(local())))
    other = records.records(evaluate(LOCAL, [A], figures(local(execution=(99, 100)))))
    digests = {records.digest(made, LOCAL, YEAR), records.digest(other, LOCAL, YEAR), records.digest(made, LOCAL, 2027)}
    assert len(digests) == 3
    assert records.digest(made, LOCAL, YEAR) == records.digest(list(made), LOCAL, YEAR)


def test_the_subject_of_a_record_is_the_subject():
    firm = Subject("F", "企业", "enterprise", "C39", Fraction(1, 4))
    made = records.records(evaluate(rules.load("enterprise-100", YEAR), [firm], figures({"execution": (1, 2)}, "F")))
    assert records.subject_of(made[0]) == firm
