"""Tables of budgets: amounts to the kilogram, tables in pieces that lose nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.reports import budget_tables, wording
from ghginv.reports.budget_tables import Tables, amount, fitted, kilograms, rows
from ghginv.reports.document import Paragraph, Table


@given(st.integers(-(10**15), 10**15))
@settings(deadline=None)
def test_an_amount_is_printed_to_the_kilogram(kg):
    text = amount(kg)
    whole, _, rest = text.replace(",", "").lstrip("-").partition(".")
    assert int(whole) * 1000 + int(rest.ljust(3, "0")) == abs(kg)
    assert text.startswith("-") == (kg < 0)


@given(st.integers(0, 10**12))
@settings(deadline=None)
def test_tonnes_of_whole_kilograms_are_read_back(kg):
    assert kilograms(kg / 1000) == kg


@given(st.integers(1, 30), st.integers(1, 3), st.integers(1, 14))
@settings(deadline=None, max_examples=60)
def test_pieces_hold_every_cell_once_and_repeat_the_names(numbers, names, digits):
    columns = [f"n{at}" for at in range(names)] + [f"c{at}" for at in range(numbers)]
    cells = [
        [f"r{row}{column}" if column < names else "9" * digits for column in range(len(columns))] for row in range(3)
    ]
    numeric = frozenset(range(names, len(columns)))
    whole = Table("t", columns, cells, numeric, frozenset({2}), {(0, len(columns) - 1): "x"}, {0: "a"})
    pieces = list(fitted([whole, Paragraph("p")]))
    assert pieces.pop() == Paragraph("p")
    shown = [name for piece in pieces for name in piece.columns if name.startswith("c")]
    assert shown == columns[names:]
    for piece in pieces:
        assert piece.columns[:1] == columns[:1]
        assert [row[0] for row in piece.rows] == [row[0] for row in cells]
        assert piece.strong == {2}
        assert {piece.columns[at] for at in piece.numeric} == {name for name in piece.columns if name.startswith("c")}
    assert sum(len(piece.links) for piece in pieces) == 1
    assert [piece.anchors for piece in pieces if piece.anchors] == [{0: "a"}]
    sizes = [len(piece.columns) for piece in pieces]
    assert max(sizes) - min(sizes) <= max(1, len(sizes))


def test_years_may_be_written_as_text():
    assert rows(pd.DataFrame({"code": ["a"], "2026": [1.0]})) == [{"code": "a", 2026: 1.0}]
    assert rows(pd.DataFrame({"x": [1.0]}, index=["a"]), "unit") == [{"unit": "a", "x": 1.0}]
    assert rows(None) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_in_the_table_is_named(lang):
    words = wording.words(lang, "reports/budget")
    made = Tables(words, lang, "t").by_year(
        "regions", ("code",), [{"code": "a", 2026: 0.001}, {"code": "b", 2026: 2.0}], (2026,),
        show=lambda key, each: each[key], totals={2026: 2501},
    )  # fmt: skip
    assert [row[1] for row in made.rows] == ["0.001", "2", "2.001", "0.5", "2.501"]
    assert made.strong == {2, 3, 4}
    equal = Tables(words, lang, "t").by_year(
        "regions", ("code",), [{"code": "a", 2026: 0.001}], (2026,), show=lambda key, each: each[key], totals={2026: 1}
    )
    assert len(equal.rows) == 2


def test_a_blank_is_no_zero():
    assert budget_tables.tonnes("") == budget_tables.tonnes(float("nan")) == "—"
    assert budget_tables.tonnes(0.0) == "0"


def test_parameters_shown_in_documents_have_words():
    """No ids and no English units stand in a Chinese document."""
    from ghginv import folders
    from ghginv.reports import wording

    words = wording.words("zh", "reports/budget")
    shown = {"budget_monitoring": "warn", "budget_evaluation": "evaluation"}
    for file, group in shown.items():
        for _, row in folders.rows(folders.file("emission_factors", f"policy/{file}.csv")):
            assert f"{group}-parameter.{row['parameter']}" in words
            assert f"{group}-unit.{row['unit']}" in words or row["unit"] in ("", "%")
