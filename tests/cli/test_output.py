"""How tables leave the command line."""

import csv
import io
import json

import pytest

from ghginv.cli import output

ROWS = [
    {"name": "柴油", "value": 1234.5, "note": None},
    {"name": "=HYPERLINK(1)", "value": float("nan"), "note": "-8.5"},
]


def test_json_keeps_values_and_has_no_nan(capsys):
    output.print_records(ROWS, "json")
    assert json.loads(capsys.readouterr().out)[1] == {"name": "=HYPERLINK(1)", "value": None, "note": "-8.5"}


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\tx", "-"])
def test_text_in_csv_cannot_become_a_formula(capsys, text):
    output.print_records([{"name": text}], "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[1] == ["'" + text]


@pytest.mark.parametrize("text", ["-8214.78", "+1e-5", "12", "原煤", ""])
def test_numbers_and_other_text_stay_as_they_are(capsys, text):
    output.print_records([{"name": text, "other": "x"}], "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[1] == [text, "x"]


def test_a_table_lines_up_in_chinese(capsys):
    from wcwidth import wcswidth

    output.print_records([{"品种": "柴油", "数值": 1.0}, {"品种": "液化石油气", "数值": 1000000.25}], "table")
    lines = capsys.readouterr().out.splitlines()
    assert len({wcswidth(line) for line in lines}) == 1
    assert lines[3].endswith("1,000,000.25")


def test_columns_are_chosen_and_named(capsys):
    output.print_records(ROWS, "csv", columns=["value"])
    assert capsys.readouterr().out.splitlines()[0] == "value"
    output.print_records(ROWS, "table", columns=["value"], headers={"value": "数值"})
    assert "数值" in capsys.readouterr().out


def test_an_empty_table_is_still_a_table(capsys):
    for style in output_styles():
        output.print_records([], style, columns=["run"])
    out = capsys.readouterr().out
    assert "[]" in out
    assert "run" in out


def output_styles():
    from ghginv.cli.options import FORMATS

    return FORMATS
