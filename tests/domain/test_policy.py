"""Policy parameters: dated, cited, refused when unknown, of another place or out of date."""

import csv

import pytest

from ghginv import folders
from ghginv.domain import policy
from ghginv.errors import InputError, UsageError

HEADER = ",".join(policy.COLUMNS)


def test_shipped_parameters_are_cited_and_unambiguous():
    known = policy.load()
    rows = [row for same in known.values() for row in same]
    assert len(rows) > 200
    assert {row.status for row in rows} <= set(policy.STATUSES)
    assert all("本系统缺省" in row.citation + row.note for row in rows if row.status == "own")


@pytest.mark.parametrize(
    ("name", "year", "value"),
    [
        ("ets_benchmark_power_I", 2022, None),
        ("ets_benchmark_power_I", 2023, "0.7950"),
        ("ets_benchmark_power_I", 2024, "0.7910"),
        ("ets_benchmark_power_III", 2026, "0.8080"),
        ("ets_preallocation_share", 2024, "70"),
        ("ets_preallocation_share", 2025, "50"),
        ("sz_cap", 2024, "3350"),
        ("sz_cap", 2023, None),
    ],
)
def test_the_value_of_a_year(name, year, value):
    if value is None:
        with pytest.raises(UsageError) as refusal:
            policy.find(name, year)
        assert refusal.value.findings[0].code == "policy-not-in-force"
        assert "–" in refusal.value.findings[0].expected
    else:
        assert policy.find(name, year).value == value


def test_a_day_and_a_year_are_told_apart():
    assert policy.find("ets_inclusion_threshold", "2026-01-26").status == "recalled"
    assert policy.find("ets_inclusion_threshold", "2026-01-27").status == "found"
    assert policy.find("ets_inclusion_threshold", 2026).status == "found"


def test_unknown_names_bring_near_ones():
    with pytest.raises(UsageError) as refusal:
        policy.find("ets_benchmark_power_1", 2023)
    assert "ets_benchmark_power_I" in refusal.value.findings[0].details["near"]


def test_a_name_of_two_jurisdictions_needs_one():
    with pytest.raises(UsageError) as refusal:
        policy.find("carry_back_limit", 2024)
    assert refusal.value.findings[0].expected == "UK、Wales"
    assert policy.find("carry_back_limit", 2024, "Wales").number == 1


def test_words_are_no_number():
    with pytest.raises(UsageError) as refusal:
        policy.find("ets_borrowing", 2024).number  # noqa: B018
    assert refusal.value.findings[0].code == "policy-not-number"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["x,1,t,A,law,2024,,found,", "x,2,t,A,law,2025,,found,"], "policy-overlap"),
        (["x,1,t,A,law,2024-13-99x,,found,"], "policy-day"),
        (["x,1,t,A,law,2025,2024,found,"], "policy-day"),
        (["x,1,t,A,,2024,,found,"], "policy-incomplete"),
        (["x,1,t,A,law,2024,,sure,"], "policy-status"),
    ],
)
def test_faulty_rows_are_refused_by_name(tmp_path, rows, code):
    folder = tmp_path / "emission_factors/policy"
    folder.mkdir(parents=True)
    (folder / "own.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(InputError) as refusal:
        policy.load()
    assert [finding.code for finding in refusal.value.findings] == [code]


def test_a_workspace_adds_its_own(tmp_path):
    folder = tmp_path / "emission_factors/policy"
    folder.mkdir(parents=True)
    (folder / "own.csv").write_text(
        f"{HEADER}\nsz_benchmark_water,0.2,t/m3,Shenzhen ETS,letter,2024,,found,\n", "utf-8"
    )
    with folders.overlaid(tmp_path):
        assert policy.find("sz_benchmark_water", 2024).number * 5 == 1
    with pytest.raises(UsageError):
        policy.find("sz_benchmark_water", 2024)


def test_every_file_has_the_columns():
    for path in folders.files("emission_factors", "policy/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream)) == list(policy.COLUMNS)
