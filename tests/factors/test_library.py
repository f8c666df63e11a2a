"""The library as a whole: nothing twice, nothing contradictory, every number cited; its digest is its content."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv import folders
from ghginv.domain.records import Parameter
from ghginv.factors import library, rows
from ghginv.factors.library import Library

ROW = Parameter("own.x", "oxidation_rate", 0.98, "1", "own", "pg2011", item="diesel", tier="local", status="found")


def table(folder, *parameters):
    (folder / "emission_factors").mkdir(exist_ok=True)
    with (folder / "emission_factors" / "own.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(rows.COLUMNS)
        for row in parameters:
            values = (getattr(row, column) for column in rows.COLUMNS)
            writer.writerow("" if value is None else value for value in values)


def check(folder, *parameters):
    table(folder, *parameters)
    with folders.overlaid(folder):
        return library.check()


def test_the_shipped_library_is_sound():
    assert library.check() == []


def test_an_id_stands_once(tmp_path):
    (finding,) = check(tmp_path, ROW, replace(ROW, item="coke"))
    assert (finding.code, finding.cell, finding.details["other"]) == (
        "factor-id-duplicate",
        "line 3",
        "emission_factors/own.csv:2",
    )


@pytest.mark.parametrize(
    ("years", "others", "overlap"),
    [
        ((None, None), (2020, 2020), True),
        ((2019, 2020), (2020, 2021), True),
        ((None, 2020), (2020, None), True),
        ((2019, 2020), (2021, 2022), False),
        ((None, 2020), (2021, None), False),
    ],
)
def test_one_number_for_a_scope_and_year(tmp_path, years, others, overlap):
    first = replace(ROW, valid_from=years[0], valid_to=years[1])
    second = replace(ROW, parameter_id="own.y", valid_from=others[0], valid_to=others[1])
    findings = check(tmp_path, first, second)
    assert [(finding.code, finding.cell, finding.expected) for finding in findings] == [
        ("factor-overlap", "line 3", "own.x")
    ] * overlap


@pytest.mark.parametrize("scope", [{"item": "coke"}, {"region": "440300"}, {"category": "1.2"}, {"technology": "kiln"}])
def test_another_scope_does_not_overlap(tmp_path, scope):
    assert check(tmp_path, ROW, replace(ROW, parameter_id="own.y", **scope)) == []


def test_two_units_of_two_kinds_may_stand_beside_each_other(tmp_path):
    by_mass = replace(ROW, name="net_calorific_value", value=48.0, unit="GJ/t", item="natural_gas")
    by_volume = replace(by_mass, parameter_id="own.y", value=389.31, unit="GJ/10^4 m3")
    assert check(tmp_path, by_mass, by_volume) == []
    (finding,) = check(tmp_path, by_mass, replace(by_mass, parameter_id="own.y", value=0.048, unit="TJ/t"))
    assert finding.code == "factor-overlap"


def test_a_source_stands_once(tmp_path):
    (tmp_path / "emission_factors").mkdir()
    shipped = folders.file("emission_factors", "sources.csv").read_text("utf-8")
    (tmp_path / "emission_factors" / "sources.csv").write_text(shipped + "gpc,again,,,,,\n", encoding="utf-8")
    with folders.overlaid(tmp_path):
        (finding,) = library.check()
    assert (finding.code, finding.found) == ("factor-source-duplicate", "gpc")


def test_a_table_of_the_workspace_extends_and_hides(tmp_path):
    shipped = library.load()
    table(tmp_path, ROW)
    with folders.overlaid(tmp_path):
        assert len(library.load().rows) == len(shipped.rows) + 1
        (tmp_path / "emission_factors" / "own.csv").rename(tmp_path / "emission_factors" / "grid.csv")
        assert not library.load().named("grid_emission_factor", "electricity")
        assert library.load().digest != shipped.digest
    assert library.load() is shipped


@given(st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_order(random):
    shipped = library.load()
    shuffled = list(shipped.rows[:200])
    random.shuffle(shuffled)
    sources = dict(sorted(shipped.sources.items(), key=lambda _: random.random()))
    assert Library.of(shuffled, sources).digest == Library.of(shipped.rows[:200], shipped.sources).digest


def test_the_digest_changes_with_any_content():
    shipped = library.load()
    part = shipped.rows[:50]
    digests = {
        Library.of(part, shipped.sources).digest,
        Library.of(part[1:], shipped.sources).digest,
        Library.of((replace(part[0], value=1.0), *part[1:]), shipped.sources).digest,
        Library.of((replace(part[0], note="x"), *part[1:]), shipped.sources).digest,
        Library.of(part, {**shipped.sources, "new": {"source_id": "new"}}).digest,
    }
    assert len(digests) == 5


def test_submitted_parameters_are_added_without_touching_the_library():
    shipped = library.load()
    measured = replace(ROW, tier="measured", enterprise="plant")
    assert shipped.with_local([]) is shipped
    assert shipped.with_local([measured]).by_id["own.x"] is measured
    assert shipped.with_local([measured]).digest != shipped.digest
    assert "own.x" not in shipped.by_id
