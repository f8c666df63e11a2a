"""Form and workbook side by side: what agrees, what differs, why, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.domain import items
from ghginv.domain.records import Activity
from ghginv.enterprise.reconciliation import Comparison, reconcile
from ghginv.enterprise.reconciliation_effect import effect
from ghginv.enterprise.reconciliation_rules import rules
from ghginv.factors import guidelines, library

RULES = rules()
Rows = list[dict[str, Any]]


def row(category: str, item: str, quantity: float | None, month: int = 0, notation: str = "", cell: str = "") -> Any:
    unit, place = items.load()[item].unit, ("表", cell or "A1")
    activity = Activity(
        "440305", 2023, category, item, quantity, unit, *place, month=month, notation=notation, enterprise="E"
    )
    return asdict(activity)


def form(item: str, industrial: float, other: float | None = None, *, month: int = 0, **columns: float) -> Rows:
    """What the form says of an item; the keywords are the numbers of columns, such as F2."""
    rows = [row("F.3", item, industrial, month, cell="H1")]
    rows += [row("F.5", item, other, month, cell="J1")] if other is not None else []
    return rows + [row(f"F.{name[1:]}", item, quantity, month) for name, quantity in columns.items()]


def compared(form_rows: Sequence[Any], workbook_rows: Sequence[Any]) -> dict[str, Comparison]:
    found = reconcile(form_rows, workbook_rows, lambda item, quantity: quantity * 2.0, RULES)
    assert len({each.item for each in found}) == len(found)
    return {each.item: each for each in found}


def test_consumption_stands_against_all_categories_of_the_workbook() -> None:
    workbook = [row("1.2.4", "diesel", 30, cell="D4"), row("1.3.2", "diesel", 32.5, cell="D9")]
    found = compared(form("diesel", 30, 32.5), workbook)["diesel"]
    assert (found.form_quantity, found.workbook_quantity, found.difference, found.verdict) == (62.5, 62.5, 0, "agrees")
    assert (found.form_cells, found.workbook_cells) == (("表!H1", "表!J1"), ("表!D4", "表!D9"))
    assert (found.enterprise, found.year, found.unit, found.effect_t) == ("E", 2023, "t", 0)


def test_months_of_the_workbook_are_summed() -> None:
    workbook = [row("1.2.4", "natural_gas", 10.0, month) for month in range(1, 13)]
    assert compared(form("natural_gas", 120), workbook)["natural_gas"].verdict == "agrees"


@pytest.mark.parametrize(
    ("item", "ours", "verdict", "reason"),
    [
        ("diesel", 1000.0, "agrees", "same"),
        ("diesel", 1004.0, "agrees", "rounding"),
        ("diesel", 1040.0, "within_tolerance", "tolerance"),
        ("diesel", 930.0, "differs", "unexplained"),
        ("electricity", 1015.0, "within_tolerance", "tolerance"),
        ("electricity", 1040.0, "differs", "unexplained"),
        ("diesel", 10000.0, "differs", "unit"),
        ("diesel", 0.1, "differs", "unit"),
        ("diesel", 0.0, "only_form", "missing_workbook"),
    ],
)
def test_verdicts(item: str, ours: float, verdict: str, reason: str) -> None:
    found = compared(form(item, 1000), [row("1.2.4", item, ours)])[item]
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.effect_t == pytest.approx(2 * (1000 - ours))
    assert "{" not in found.reason_zh + found.reason_en
    assert found.reported is (verdict not in ("agrees", "within_tolerance"))


def test_what_is_worth_little_is_not_reported() -> None:
    found = compared(form("gasoline", 1.0), [row("1.3.2", "gasoline", 0.8)])["gasoline"]
    assert (found.verdict, found.reason, found.percent) == ("within_tolerance", "small", pytest.approx(20))


@pytest.mark.parametrize(
    ("columns", "ours", "reason"),
    [
        ({"F2": 900.0}, 900.0, "purchases"),
        ({}, 800.0, "industrial"),
        ({"F4": 300.0}, 700.0, "without_feedstock"),
        ({"F6": 150.0}, 850.0, "without_transport"),
        ({"F6": 150.0}, 150.0, "transport"),
    ],
)
def test_what_the_workbook_gives_instead_is_named(columns: dict[str, float], ours: float, reason: str) -> None:
    found = compared(form("natural_gas", 800, 200, **columns), [row("1.2.4", "natural_gas", ours)])["natural_gas"]
    assert (found.verdict, found.reason) == ("differs", reason)


def test_own_generation_is_added_and_what_was_sold_taken_off() -> None:
    workbook = [row("1.2.4", "electricity", 900), row("X.3", "electricity", 300), row("X.1", "electricity", 200),
                row("1.2.4", "heat", 50), row("X.2", "heat", 20)]  # fmt: skip
    found = compared([*form("electricity", 1000), *form("heat", 30)], workbook)
    assert {each.verdict for each in found.values()} == {"agrees"}
    assert found["electricity"].workbook_quantity == 1000


def test_the_same_kinds_are_compared_one_by_one() -> None:
    rows = [*form("anthracite", 100), *form("general_bituminous", 200)]
    found = compared(rows, [row("1.2.4", "anthracite", 100), row("1.2.4", "general_bituminous", 150)])
    assert {item: each.verdict for item, each in found.items()} == {
        "anthracite": "agrees",
        "general_bituminous": "differs",
    }


def test_kinds_divided_differently_are_compared_as_one() -> None:
    rows = [*form("general_bituminous", 200), *form("anthracite", 100)]
    workbook = [row("1.2.4", "bituminous", 200), row("1.2.4", "anthracite", 100)]
    found = compared(rows, workbook)
    assert set(found) == {"raw_coal"}
    assert (found["raw_coal"].form_quantity, found["raw_coal"].verdict) == (300, "agrees")
    assert found["raw_coal"].reason_zh.startswith("两边的细分不同")
    undivided = compared(rows, [row("1.2.4", "raw_coal", 300)])
    assert undivided["raw_coal"].verdict == "agrees"


def test_a_kind_that_only_one_side_has_stays_by_itself() -> None:
    rows = form("anthracite", 100)
    found = compared(rows, [row("1.2.4", "anthracite", 100), row("1.2.4", "lignite", 40)])
    assert {item: each.verdict for item, each in found.items()} == {"anthracite": "agrees", "lignite": "only_workbook"}
    assert found["lignite"].effect_t == -80


def test_items_of_the_workbook_find_their_place_in_the_form() -> None:
    found = compared(form("kerosene", 10), [row("1.3.1.1", "aviation_kerosene", 10)])
    assert found["kerosene"].verdict == "agrees"
    found = compared(form("waste_heat", 500), [])
    assert (found["waste_heat"].verdict, found["waste_heat"].reported) == ("unasked", False)


def test_what_is_no_energy_or_no_use_is_left_out() -> None:
    assert compared([], [row("P.1", "clinker", 5e5), row("F.2", "diesel", 5), row("B.1", "raw_coal", 7)]) == {}


def test_a_part_of_the_year_is_compared_with_the_same_months() -> None:
    workbook = [row("1.2.4", "natural_gas", 10.0, month) for month in range(1, 13)] + [row("1.3.2", "diesel", 60)]
    found = compared([*form("natural_gas", 90, month=9), *form("diesel", 40, month=9)], workbook)
    assert (found["natural_gas"].verdict, found["natural_gas"].month) == ("agrees", 9)
    assert (found["diesel"].verdict, found["diesel"].reason) == ("not_comparable", "period")
    assert "1—9 月" in found["diesel"].reason_zh
    assert found["diesel"].difference is found["diesel"].effect_t is None


def test_a_notation_key_is_said() -> None:
    found = compared(form("diesel", 40), [row("1.3.2", "diesel", None, notation="NE")])["diesel"]
    assert (found.verdict, found.reason_en) == ("not_comparable", "the workbook has the notation key NE")
    none = compared(form("diesel", 40), [row("1.3.2", "diesel", None, notation="NO")])["diesel"]
    assert none.verdict == "only_form"


def test_tolerances_are_those_of_the_rules() -> None:
    strict = replace(RULES, tolerance_percent=1.0)
    (found,) = reconcile(form("diesel", 1000), [row("1.2.4", "diesel", 960)], lambda item, quantity: quantity, strict)
    assert found.verdict == "differs"


def test_what_a_difference_is_worth() -> None:
    """Diesel by the defaults of GB/T 32151: 42.652 GJ/t × 20.2 tC/TJ × 0.98 × 44/12; power and heat by factor."""
    worth = effect(library.load(), guidelines.load(RULES.guideline), "440305", 2023)
    assert worth("diesel", 10) == pytest.approx(10 * 42.652e-3 * 20.2 * 0.98 * 44 / 12)
    assert worth("heat", 100) == pytest.approx(11)
    assert 0.3 < (worth("electricity", 1) or 0) < 0.7
    assert worth("measured_coal", 1) == worth("raw_coal", 1)
    assert worth("other_solid_biomass", 1) is worth("waste_heat", 1) is None
    assert worth("diesel", -10) == -(worth("diesel", 10) or 0)


AMOUNTS = st.floats(0.01, 1e6, allow_nan=False)
ENERGY = st.sampled_from(["raw_coal", "anthracite", "lignite", "diesel", "natural_gas", "naphtha", "electricity"])


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(ENERGY, AMOUNTS), st.dictionaries(ENERGY, AMOUNTS))
def test_nothing_is_lost_and_both_sides_can_be_swapped(theirs: dict[str, float], ours: dict[str, float]) -> None:
    rows = [each for item, quantity in theirs.items() for each in form(item, quantity)]
    workbook = [row("1.2.4", item, quantity) for item, quantity in ours.items()]
    found = compared(rows, workbook)
    assert sum(each.form_quantity or 0 for each in found.values()) == pytest.approx(sum(theirs.values()))
    assert sum(each.workbook_quantity or 0 for each in found.values()) == pytest.approx(sum(ours.values()))
    back = compared([each for item, quantity in ours.items() for each in form(item, quantity)],
                    [row("1.2.4", item, quantity) for item, quantity in theirs.items()])  # fmt: skip
    assert set(back) == set(found)
    assert sum(each.effect_t or 0 for each in back.values()) == pytest.approx(
        -sum(each.effect_t or 0 for each in found.values()), abs=1e-6
    )
