"""Cells that should hold numbers: strict in templates, lenient in published tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.domain import written_numbers
from ghginv.workbooks import numbers
from ghginv.workbooks.cells import Cell

BLANKS = ["", " ", "　", "-", "－", "—", "——", "–", "−", "…", "……", "...", "/", "·"]


@pytest.mark.parametrize("text", BLANKS)
@pytest.mark.parametrize("published", [False, True])
def test_dashes_and_blanks_are_blank(text: str, published: bool) -> None:
    assert written_numbers.read_text(text, published=published).blank


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１２，３４５．６", 12345.6),
        ("12,345", 12345.0),
        ("1 234 567.8", 1234567.8),
        ("12\xa0345", 12345.0),
        (" 7 ", 7.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-3.2", -3.2),
        ("−3", -3.0),
        ("1.2E+5", 120000.0),
        ("12%", 0.12),
    ],
)
def test_text_numbers_are_read_when_published_and_explained_when_typed(text: str, number: float) -> None:
    assert written_numbers.read_text(text, published=True).number == number
    typed = written_numbers.read_text(text)
    assert typed.number is None
    assert typed.code == "text-number"
    assert float(typed.digits) == number


@pytest.mark.parametrize(
    ("text", "digits", "unit"),
    [
        ("123吨", "123", "t"),
        ("1.5 万吨", "1.5", "10^4 t"),
        ("2,000 kWh", "2000", "kWh"),
        ("20 908 千焦 / 千克", "20908", "kJ/kg"),
    ],
)
def test_units_typed_behind_the_number(text: str, digits: str, unit: str) -> None:
    figure = written_numbers.read_text(text)
    assert (figure.code, figure.digits, figure.unit) == ("text-number-unit", digits, unit)


def test_ten_thousands_are_multiplied_out() -> None:
    assert written_numbers.read_text("12万").digits == "120000"


@pytest.mark.parametrize("text", ["约12", "1.2~1.5", "1,23", "1..2", "12 34", "一百", "inf", "nan", "1e999", "2019年"])
@pytest.mark.parametrize("published", [False, True])
def test_what_is_no_number(text: str, published: bool) -> None:
    assert written_numbers.read_text(text, published=published).code == "not-a-number"


def test_percent_columns_and_fractions() -> None:
    assert written_numbers.read_text("5%", percent=True).digits == "5"
    assert written_numbers.read_text("98%").digits == "0.98"
    shown = Cell("n", 0.05, number_format="0%")
    assert numbers.read(shown, percent=True).number == 5.0
    assert numbers.read(shown).number == 0.05


@pytest.mark.parametrize("text", ["NE", "ne", "ＮＯ", " C "])
def test_notation_keys_only_where_they_may_stand(text: str) -> None:
    assert written_numbers.read_text(text).code == "notation-not-allowed"
    assert written_numbers.read_text(text, keys=True).notation == text.strip().upper().replace("ＮＯ", "NO")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell("e", "#REF!"), "error-cell"),
        (Cell("e", "#N/A", "=A1"), "error-cell"),
        (Cell("n", None, "=A1"), "formula-without-value"),
        (Cell("b", True), "boolean-number"),
        (Cell("d", 45292.0, number_format="yyyy-mm-dd"), "date-number"),
        (Cell("n", float("inf")), "not-finite"),
        (Cell("n", float("nan")), "not-finite"),
    ],
)
def test_cells_that_hold_no_number(cell: Cell, code: str) -> None:
    figure = numbers.read(cell)
    assert figure.code == code
    finding = figure.finding("表", "D7")
    assert finding is not None
    assert finding.place == "表!D7"
    assert finding.severity == "error"
    assert finding.text("zh")
    assert finding.remedy("en")


def test_plain_cells() -> None:
    assert numbers.read(None).blank
    assert numbers.read(Cell("n", 12480.0)).number == 12480.0
    assert numbers.read(Cell("n", 3.0, "=1+2")).number == 3.0
    assert numbers.read(Cell("s", "-")).finding("表", "D7") is None


def test_the_remedy_names_the_digits_and_the_unit() -> None:
    finding = written_numbers.read_text("1.5万吨").finding("化石燃料", "C4")
    assert finding is not None
    assert "1.5" in finding.remedy()
    assert "万吨" in finding.remedy()


@given(st.floats(min_value=-1e15, max_value=1e15, allow_nan=False))
def test_typed_digits_are_the_number(number: float) -> None:
    assert abs(float(written_numbers.digits(number)) - number) <= 1e-12 * max(1.0, abs(number))
    assert "e" not in written_numbers.digits(number).lower()


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=99))
def test_thousand_separators_do_not_change_a_published_number(whole: int, hundredths: int) -> None:
    text = f"{whole:,}.{hundredths:02d}"
    assert written_numbers.read_text(text, published=True).number == float(text.replace(",", ""))
