"""What an enterprise measured: for any category of its item, in its facility, in the very month before the year."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from ghginv.calculation import apply
from ghginv.domain.records import Parameter
from ghginv.factors import library, resolve
from ghginv.factors.resolve import Key

YEAR = Parameter(
    "year", "carbon_content", 0.0262, "tC/GJ", "measured", "S1", item="raw_coal", enterprise="A", tier="measured"
)
SETS = ("pg2011",)
COLUMNS = ("region", "enterprise", "facility", "category", "item", "technology", "unit", "activity_id")


def chosen(parameters, **key):
    given = {"region": "440311", "year": 2022, "category": "1.2.4", "item": "raw_coal", "quantity_unit": "t", **key}
    found = resolve.resolve(library.Library.of(parameters, {}), "carbon_content", Key(**given), SETS)
    return found.parameter.parameter_id if isinstance(found, resolve.Choice) else None


def values():
    return [
        YEAR,
        replace(YEAR, parameter_id="march", month=3),
        replace(YEAR, parameter_id="line", facility="F1"),
        replace(YEAR, parameter_id="line-march", facility="F1", month=3),
        replace(YEAR, parameter_id="guideline", enterprise="", tier="", factor_set="pg2011"),
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ({"enterprise": "A"}, "year"),
        ({"enterprise": "A", "month": 3}, "march"),
        ({"enterprise": "A", "month": 4}, "year"),
        ({"enterprise": "A", "facility": "F1"}, "line"),
        ({"enterprise": "A", "facility": "F1", "month": 3}, "line-march"),
        ({"enterprise": "A", "facility": "F1", "month": 4}, "line"),
        ({"enterprise": "A", "facility": "F2", "month": 3}, "march"),
        ({"enterprise": "B", "month": 3}, "guideline"),
        ({}, "guideline"),
    ],
)
def test_the_very_month_and_facility_go_first(key, expected):
    assert chosen(values(), **key) == expected


def test_a_value_typed_in_the_regions_workbook_is_no_enterprises():
    typed = replace(YEAR, parameter_id="typed", enterprise="", category="1.2.4")
    assert chosen([typed]) == "typed"
    assert chosen([typed], enterprise="A") is None


def test_the_reason_names_the_month():
    given = Key("440311", 2022, enterprise="A", category="1.2.4", item="raw_coal", quantity_unit="t", month=3)
    found = resolve.resolve(library.Library.of(values(), {}), "carbon_content", given, SETS)
    assert "企业实测；3 月" in found.reason_zh


def rows(*given):
    table = [dict(zip((*COLUMNS, "month"), (*row[:-1], row[-1]), strict=True)) for row in given]
    names = {name: pa.array([row[name] for row in table]) for name in (*COLUMNS, "month")}
    numbers = {name: pa.array([value] * len(table)) for name, value in (("year", 2022), ("vintage", 0))}
    return pa.table({**names, **numbers, "quantity": pa.array([1.0] * len(table))})


def test_facility_and_month_are_told_apart_only_where_something_was_measured():
    activity = rows(
        ("440311", "A", "F1", "1.2.4", "raw_coal", "", "t", "1", 3),
        ("440311", "A", "F1", "1.2.4", "diesel", "", "t", "2", 3),
        ("440311", "B", "F1", "1.2.4", "raw_coal", "", "t", "3", 3),
        ("440311", "", "F1", "1.2.4", "raw_coal", "", "t", "4", 0),
        ("440311", "C", "F1", "1.2.4", "raw_coal", "", "t", "5", 3),
        ("440311", "A", "F1", "1.1.1.E", "measured_coal", "", "t", "6", 3),
    )
    by_month = replace(YEAR, facility="F1", month=3)
    of_the_year = replace(YEAR, parameter_id="c", enterprise="C", category="1.2")
    kept = apply.told_apart(activity, library.Library.of([by_month, of_the_year], {}).measured_for()).to_pylist()
    assert [(row["facility"], row["month"]) for row in kept] == [
        *(("F1", 3), ("", 0), ("", 0), ("", 0), ("F1", 0)),
        ("F1", 3),  # measured coal looks up what holds for raw coal
    ]
    typed = replace(YEAR, enterprise="", category="1.2.4")
    kept = apply.told_apart(activity, library.Library.of([typed], {}).measured_for()).to_pylist()
    assert [row["facility"] for row in kept] == ["", "", "", "F1", "", ""]
