"""Accounts are coordinates, written as text and read back; kinds of accounts and entries are data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv import folders
from ghginv.budget.ledger import accounts
from ghginv.budget.ledger.accounts import Account, parse
from ghginv.errors import InputError

PART = st.text("ABab09.-()（）市", max_size=4)


@given(st.sampled_from(sorted(accounts.kinds())), st.lists(PART, max_size=5))
def test_an_account_is_read_back_as_it_was_written(kind, parts):
    account = Account(kind, *parts)
    assert parse(account.text) == account
    assert not account.text.endswith(":")


def test_blank_parts_at_the_end_are_left_out_and_those_between_are_kept():
    assert Account("available", "440305", "C39", "KEY", "9144").text == "available:440305:C39:KEY:9144"
    assert Account("cap").text == "cap"
    assert Account("external", project="P1").text == "external:::::P1"


@pytest.mark.parametrize("text", ["", ":440305", "available:1:2:3:4:5:6", "available: 440305"])
def test_what_is_no_account_is_refused(text):
    with pytest.raises(InputError) as raised:
        parse(text)
    assert [finding.code for finding in raised.value.findings] == ["budget-ledger-account"]


def test_what_counts_as_budget_and_what_of_it_may_be_negative():
    counted = {kind for kind in accounts.kinds() if accounts.in_budget(kind)}
    assert counted == {
        "pool", "available", "reserve.general", "reserve.new", "reserve.price", "reserved", "committed",
        "consumed.est", "consumed.ver", "consumed.rest", "overspent", "elim.power",
    }  # fmt: skip
    negative = [kind for kind in sorted(counted) if accounts.kinds()[kind].may_be_negative]
    assert negative == ["consumed.est", "consumed.rest", "consumed.ver", "overspent"]
    assert not accounts.in_budget("unheard-of")


def test_every_kind_of_entry_moves_known_accounts_and_has_both_names():
    known = set(accounts.deeds())
    assert known >= {
        "total", "decomposition", "reserve-set", "reserve-release", "adjustment", "virement", "carry-over", "borrowing",
        "reversal", "estimate", "verified", "unexplained", "prior-period", "hold", "hold-release", "commitment",
        "lapse", "start", "trade", "merger", "split", "move", "closure",
    }  # fmt: skip
    versioned = {kind for kind, deed in accounts.deeds().items() if deed.versioned}
    assert versioned == {"total", "decomposition", "reserve-set", "adjustment"}
    assert all(each.zh and each.en for each in (*accounts.deeds().values(), *accounts.kinds().values()))


@pytest.mark.parametrize(
    ("name", "row", "load"),
    [
        ("accounts.csv", "cap,a,b,planet,,no,yes,own,c,", accounts.kinds),
        ("accounts.csv", "cap,a,b,,,perhaps,yes,own,c,", accounts.kinds),
        ("entries.csv", "total,a,b,moon,cap,yes,own,c,", accounts.deeds),
    ],
)
def test_a_broken_row_of_a_workspace_is_named(tmp_path, name, row, load):
    path = folders.file("emission_factors", f"budget_rules/{name}")
    (tmp_path / "emission_factors/budget_rules").mkdir(parents=True)
    header = path.read_text("utf-8").splitlines()[0]
    (tmp_path / "emission_factors/budget_rules" / name).write_text(f"{header}\n{row}\n", "utf-8")
    with folders.overlaid(tmp_path), pytest.raises(folders.BrokenFile, match=rf"{name}:2"):
        load()
