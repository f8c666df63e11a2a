"""Instruments as data: which there are, what carries a block, on which accounts each stands."""

from __future__ import annotations

import pytest

from ghginv import folders
from ghginv.budget.ledger import accounts, instruments
from ghginv.domain.policy import STATUSES


@pytest.mark.parametrize("text", ["", "BUX", "CCER", "CCER.", "CEA.1", "CCER.a b", "CCER.a:b", "GEC. ", "EUA.1"])
def test_what_is_no_instrument(text):
    assert instruments.of(text) is None


@pytest.mark.parametrize("text", ["BU", "CEA", "CNY", "CCER.A-1", "PHCER.a.b", "GEC.粤-1", "ENC.Z1"])
def test_what_is_one(text):
    assert instruments.of(text) is not None
    assert instruments.block_of(text) == text.partition(".")[2]


def test_each_stands_on_known_accounts_and_no_two_on_one_but_outside():
    known = {kind.split(".")[0] for kind in accounts.kinds()}
    for each in instruments.load().values():
        assert each.accounts <= known
        assert each.status in STATUSES
        assert each.zh
        assert each.en
    assert known == {kind for each in instruments.load().values() for kind in each.accounts}
    assert instruments.on_account("available") == ("BU",)
    assert set(instruments.on_account("external")) == {"BU", "ENC"}


@pytest.mark.parametrize("wrong", ["x,t,ets,no", "1,t,ets,maybe"])
def test_a_broken_row_is_named_with_its_line(tmp_path, wrong):
    shipped = folders.file("emission_factors", "budget_rules/instruments.csv").read_text("utf-8").splitlines()
    path = tmp_path / "emission_factors/budget_rules/instruments.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"{shipped[0]}\nCEA,allowance,甲,a,kg,{wrong},,,own,,\n", encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(folders.BrokenFile, match=r"instruments\.csv:2: CEA"):
        instruments.load()
