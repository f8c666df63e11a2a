"""A row that cannot be used is refused with file, line and remedy; all of a table's faults come at once."""

import csv

import pytest

from ghginv import folders
from ghginv.errors import InputError
from ghginv.factors import library, rows

GOOD = {
    "parameter_id": "own.net_calorific_value.gasoline",
    "name": "net_calorific_value",
    "value": "43.1",
    "unit": "GJ/t",
    "region": "440300",
    "item": "gasoline",
    "factor_set": "own",
    "source_id": "pg2011",
    "tier": "local",
    "status": "found",
}


@pytest.fixture
def workspace(tmp_path):
    """A function that puts a table of these rows beside the shipped ones and returns all findings."""

    def check(*changes):
        folder = tmp_path / "emission_factors"
        folder.mkdir(exist_ok=True)
        with (folder / "own.csv").open("w", encoding="utf-8", newline="") as stream:
            table = csv.DictWriter(stream, rows.COLUMNS)
            table.writeheader()
            table.writerows({**dict.fromkeys(rows.COLUMNS, ""), **GOOD, **change} for change in changes)
        with folders.overlaid(tmp_path):
            return library.check()

    return check


def test_a_good_row_is_taken(workspace, tmp_path):
    assert workspace({}) == []
    with folders.overlaid(tmp_path):
        row = library.load().by_id[GOOD["parameter_id"]]
    assert (row.value, row.unit, row.region, row.valid_from) == (43.1, "GJ/t", "440300", None)


def test_a_ratio_is_computed_and_kept_as_written():
    assert rows.number("44/12") == 44 / 12
    assert library.load().by_id["ipcc2006.co2_per_carbon"].written == "44/12"
    assert library.load().by_id["ceads.co2_per_carbon"].value == 44.0095 / 12.0107


@pytest.mark.parametrize("text", ["", "1/0", "1/2/3", "12,5", "１２", "1e", "nan", "about 3"])
def test_what_is_not_a_number(text):
    assert rows.number(text) is None


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        ({"parameter_id": ""}, "factor-id-missing", ""),
        ({"source_id": ""}, "factor-uncited", GOOD["parameter_id"]),
        ({"source_id": "pg2001"}, "factor-source-unknown", "pg2001"),
        ({"factor_set": ""}, "factor-word-unknown", ""),
        ({"status": "sure"}, "factor-word-unknown", "sure"),
        ({"tier": "4"}, "factor-word-unknown", "4"),
        ({"distribution": "bell"}, "factor-word-unknown", "bell"),
        ({"confirmed": "last week"}, "factor-word-unknown", "last week"),
        ({"name": "calorific_value"}, "factor-name-unknown", "calorific_value"),
        ({"unit": "kJ/吨"}, "factor-unit-unknown", "kJ/吨"),
        ({"unit": "tC/TJ"}, "factor-unit", "tC/TJ"),
        ({"unit": "kJ/kg"}, "factor-implausible", "43.1 kJ/kg"),
        ({"item": "petrol"}, "factor-item-unknown", "petrol"),
        ({"region": "440399"}, "factor-region-unknown", "440399"),
        ({"category": "1.9"}, "factor-category-unknown", "1.9"),
        ({"value": "43,1"}, "factor-number", "43,1"),
        ({"value": ""}, "factor-number", ""),
        ({"lower": "some"}, "factor-number", "some"),
        ({"lower": "44", "upper": "45"}, "factor-bounds", "44–45"),
        ({"upper": "43"}, "factor-bounds", "–43"),
        ({"valid_from": "in 2020"}, "factor-year", "in 2020–"),
        ({"valid_from": "2021", "valid_to": "2020"}, "factor-year", "2021–2020"),
    ],
)
def test_a_faulty_row_is_refused_by_line(workspace, change, code, found):
    (finding,) = workspace({"item": "diesel", "parameter_id": "own.other"}, change)
    assert (finding.code, finding.found, finding.place) == (code, found, "emission_factors/own.csv: line 3")
    assert finding.remedy("zh")
    assert finding.remedy("en")


def test_all_faults_come_in_one_pass(workspace, tmp_path):
    findings = workspace({"source_id": "", "value": "x"}, {}, {"region": "nowhere", "item": "nothing"})
    assert [(finding.cell, finding.code) for finding in findings] == [
        ("line 2", "factor-uncited"),
        ("line 2", "factor-number"),
        ("line 4", "factor-item-unknown"),
        ("line 4", "factor-region-unknown"),
    ]
    with folders.overlaid(tmp_path), pytest.raises(InputError) as refusal:
        library.load()
    assert refusal.value.findings == findings


def test_an_odd_value_is_a_warning_and_still_taken(workspace, tmp_path):
    (finding,) = workspace({"value": "200"})
    assert (finding.code, finding.severity) == ("factor-implausible", "warning")
    with folders.overlaid(tmp_path):
        assert library.load().by_id[GOOD["parameter_id"]].value == 200


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("id,name\nx,y\n", "factor-header", "emission_factors/own.csv: line 1"),
        ("", "factor-header", "emission_factors/own.csv: line 1"),
        (",".join(rows.COLUMNS) + "\na,b,c\n", "factor-columns", "emission_factors/own.csv: line 2"),
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path, text, code, place):
    (tmp_path / "emission_factors").mkdir()
    (tmp_path / "emission_factors" / "own.csv").write_text(text, encoding="utf-8")
    with folders.overlaid(tmp_path):
        (finding,) = library.check()
    assert (finding.code, finding.place) == (code, place)
