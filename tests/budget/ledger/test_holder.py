"""What one enterprise holds and did: its own legs alone, reversals undone, sums as in the books."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.ledger import entries as tables
from ghginv.budget.ledger import holder, posting
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.entries import Entry, Leg

FIRM, OTHER = "F1", "F2"
TERMS = {
    "due": {"use": "offset", "unit": "CEA", "year": 2025, "due_kg": 9_000},
    "again": {"use": "offset", "unit": "CEA", "year": 2025, "due_kg": 8_000},
    "green": {"use": "consumption", "year": 2026, "consumption_kwh": 50_000},
}


def account(kind: str, enterprise: str = FIRM) -> Account:
    return Account(kind, enterprise=enterprise)


def entry(kind: str, *legs: tuple[Account, int], unit: str = "CEA", vintage: int = 2025, key: str = "") -> Entry:
    return Entry(kind, "2026-03-01", "D1", tuple(Leg(*leg[:1], vintage, leg[1], unit) for leg in legs), key=key)


def year() -> list[Entry]:
    """Allocated 10 t, 2 t bought from another, 7 t surrendered with 1 t of credits; a certificate retired."""
    given_t = entry("ets-final", (account("ent.holding"), 10_000), (Account("ets.cap"), -10_000))
    bought = entry("ets-trade", (account("ent.holding"), 2_000), (account("ent.holding", OTHER), -2_000))
    block = "CCER.C-1"
    credits = (Leg(account("retired"), 2025, 1_000, block), Leg(account("credit.holding"), 2025, -1_000, block))
    paid = entry("ets-surrender", (account("ent.surrendered"), 7_000), (account("ent.holding"), -7_000), key="due")
    paid = Entry(paid.kind, paid.effective, paid.document, (*paid.legs, *credits), key="due")
    held = entry("credit-issue", (account("credit.holding"), 1_000), (Account("credit.source"), -1_000), unit=block)
    green = entry("green-retire", (account("green.retired"), 40_000), (account("green.holding"), -40_000),
                  unit="GEC.G", vintage=2026, key="green")  # fmt: skip
    return [given_t, bought, held, paid, green]


def moved(entries: list[Entry], enterprise: str = FIRM) -> tuple[pd.DataFrame, pd.DataFrame]:
    heads, legs = tables.frames(entries)
    return heads, holder.moves(heads, legs, enterprise, TERMS)


def test_only_its_own_legs_are_told() -> None:
    _, mine = moved(year())
    assert list(mine.columns) == list(holder.MOVES)
    assert OTHER not in mine.to_csv()
    _, theirs = moved(year(), OTHER)
    assert theirs[["kind", "held"]].to_numpy().tolist() == [["ets-trade", -2_000]]
    assert moved(year(), "F3")[1].empty


def test_positions_are_sums_of_moves() -> None:
    found = holder.positions(moved(year())[1]).set_index(["instrument", "block"])
    assert found.loc[("CEA", ""), ["held", "used"]].tolist() == [5_000, 7_000]
    assert found.loc[("CCER", "C-1"), ["held", "used"]].tolist() == [0, 1_000]
    assert holder.covered(moved(year())[1], "CEA", 2025) == 10_000
    assert holder.covered(moved(year())[1], "CEA", 2024) == 0


def test_what_is_due_and_what_was_used_for_it() -> None:
    heads, mine = moved(year())
    assert holder.obligations(heads, mine, TERMS).to_numpy().tolist() == [["CEA", 2025, 9_000, 7_000, 1_000]]


def test_a_reversed_surrender_is_neither_due_nor_used() -> None:
    entries = year()
    heads, _ = tables.frames(entries)
    stored = tables.read(*tables.frames(entries))
    undone = posting.reverse(stored[3], effective="2026-04-01", document="D1")
    heads, mine = moved([*stored, undone])
    assert mine["kind"].tolist()[-2:] == ["ets-surrender"] * 2
    assert mine["undoes"].tolist()[-1] == stored[3].entry_id
    assert holder.obligations(heads, mine, TERMS).empty
    assert holder.positions(mine).set_index("instrument").loc["CEA", "held"] == 12_000


def test_what_was_stated_last_is_due() -> None:
    again = entry("ets-surrender", (account("ent.surrendered"), 1_000), (account("ent.holding"), -1_000), key="again")
    heads, mine = moved([*year(), again])
    assert holder.obligations(heads, mine, TERMS).to_numpy().tolist() == [["CEA", 2025, 8_000, 8_000, 1_000]]


AMOUNT = st.integers(1, 10**9).map(lambda each: each * 1000)
TRADES = st.lists(st.tuples(st.sampled_from([FIRM, OTHER, ""]), st.sampled_from([FIRM, OTHER, ""]),
                            st.sampled_from([2024, 2025]), AMOUNT), max_size=12)  # fmt: skip


@settings(deadline=None)
@given(TRADES)
def test_whatever_is_traded_positions_are_those_of_the_books(trades: list[tuple[str, str, int, int]]) -> None:
    def side(enterprise: str) -> Account:
        return account("ent.holding", enterprise) if enterprise else Account("ets.market")

    entries = [entry("ets-trade", (side(buyer), kg), (side(seller), -kg), vintage=vintage)
               for seller, buyer, vintage, kg in trades if seller != buyer]  # fmt: skip
    if not entries:
        return
    _, legs = tables.frames(entries)
    for enterprise in (FIRM, OTHER):
        found = holder.positions(moved(entries, enterprise)[1]).set_index("vintage")["held"].to_dict()
        mine = legs[legs["account"] == account("ent.holding", enterprise).text]
        assert found == mine.groupby("vintage")["amount_kg"].sum().to_dict()
