"""Rows of evidence: kilograms that add up, bytes that come back, account-months with the least sure status."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ghginv.budget.execution import evidence

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n;\x00"), max_size=8).map(str.strip)


def rows(grams, accounts=("available:R:I:DIF",), months=(1,)):
    made = []
    for number, amount in enumerate(grams):
        place = {"account": accounts[number % len(accounts)], "month": months[number % len(months)]}
        blank = dict.fromkeys(evidence.COLUMNS, "")
        made.append({**blank, **place, "kind": "estimate", "year": 2026, "grams": amount, "quantity": float(number),
                     "status": "reported", "basis": "dual-control", "activity_ids": f"S:{number:04d}"})  # fmt: skip
    return pd.DataFrame(made, columns=[*evidence.COLUMNS, "grams"])


@given(st.lists(st.integers(-(10**12), 10**13), min_size=1, max_size=30))
def test_kilograms_of_the_rows_add_up_to_the_rounded_sum(grams):
    weighed = evidence.weighed(rows(grams))
    total = int(weighed["emissions_kg"].sum())
    assert abs(total * 1000 - sum(grams)) <= 500
    assert all(abs(kg * 1000 - g) < 1000 for kg, g in zip(weighed["emissions_kg"], grams, strict=True))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.randoms())
def test_the_order_of_rows_does_not_matter(grams, random):
    table = rows(grams, accounts=("available:R:I:DIF", "available:R:I:KEY"), months=(1, 2, 3))
    mixed = table.sample(frac=1, random_state=random.randint(0, 10**6))
    pd.testing.assert_frame_equal(evidence.weighed(table), evidence.weighed(mixed))


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_what_is_written_is_read_again(texts):
    table = evidence.weighed(rows([1500] * len(texts)))
    table["sheet"], table["cell"] = [list(each) for each in zip(*texts, strict=True)]
    again = evidence.read(evidence.written(table))
    assert again["sheet"].tolist() == table["sheet"].tolist()
    assert again["emissions_kg"].tolist() == table["emissions_kg"].tolist()


def test_text_never_becomes_a_formula():
    table = evidence.weighed(rows([1000])).assign(sheet="=HYPERLINK(1)", cell="+1", unit="'")
    content = evidence.written(table).decode("utf-8-sig")
    assert ",'=HYPERLINK(1),'+1," in content
    again = evidence.read(evidence.written(table))
    assert again.loc[0, ["sheet", "cell", "unit"]].tolist() == ["=HYPERLINK(1)", "+1", "'"]


def test_a_document_in_another_form_has_no_rows():
    assert evidence.read(b"a,b\n1,2\n").empty
    assert evidence.read(b"").empty
    assert evidence.read(b"\xff\xfe").empty


def test_an_account_month_takes_the_least_sure_status_and_the_largest_row():
    table = evidence.weighed(rows([1000, 9000, 2000])).assign(
        status=["metered", "estimated", "reported"], cell=["A1", "A2", "A3"], sheet="企业月报"
    )
    (total,) = evidence.totals(table).to_dict("records")
    assert (total["emissions_kg"], total["status"], total["cell"]) == (12, "estimated", "A2 +2")


def test_half_a_kilogram_is_rounded_up_in_the_sum():
    assert evidence.weighed(rows([250, 250]))["emissions_kg"].tolist() == [0, 1]
    assert evidence.weighed(rows([499]))["emissions_kg"].tolist() == [0]

