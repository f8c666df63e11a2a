"""Enclave rights and sinks, and the two views: what is netted, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ghginv.budget.ledger import enclaves, green_power, invariants, sinks, trading
from ghginv.budget.ledger.accounts import Account
from ghginv.budget.ledger.views import views
from ghginv.errors import InputError
from tests.budget.ledger.made_up import ISSUE, REGIONS, codes, empty, posted, written
from tests.budget.ledger.market_made_up import GREEN, SHARE, T, books, head, holding, market, refused, stands

DISTRICT = green_power.holder(region="D2")
ENCLAVE = {"year": 2026, "use": "enclave"}
OTHER = replace(SHARE, region="C", share="0.4")


def contracted(*shares, retire=20, told=(GREEN,)):
    """A contract whose certificates a region has retired."""
    entries = [green_power.register(GREEN, DISTRICT, **head("r"))]
    entries += [green_power.retire(GREEN, DISTRICT, retire * T, **head("g"))] if retire else []
    return books(entries, market(*told, shares=shares, g=ENCLAVE))


def share(tonnes, found, told=SHARE):
    return refused(enclaves.share(told, tonnes * T, **head("s")), found)


def test_a_region_gets_its_share_of_the_contract():
    found = contracted(SHARE, OTHER)
    assert share(6, found) == []
    assert share(7, found) == ["share"]
    found = posted(found, [enclaves.share(SHARE, 5 * T, **head("a"))])
    assert stands(found, Account("enclave", "D2"), "ENC.Z1", 2026) == 5 * T
    assert stands(found, Account("enclave", "D1"), "ENC.Z1", 2026) == -5 * T
    assert share(2, found) == ["share"]
    assert share(4, found, OTHER) == []


def test_a_contract_is_known():
    assert share(1, contracted()) == ["contract"]
    assert share(1, contracted(SHARE), replace(SHARE, region="C")) == ["share"]


def test_shares_come_to_at_most_the_whole():
    assert share(1, contracted(SHARE, replace(OTHER, share="0.41"))) == ["shares"]


def test_a_contract_is_stated_once():
    assert "contract-differs" in share(1, contracted(SHARE, replace(OTHER, kwh=19 * T)))
    assert "contract-differs" in share(1, contracted(SHARE, replace(SHARE, share="0.1")))


def test_the_same_mwh_serves_one_contract():
    found = contracted(SHARE, replace(SHARE, contract="Z2"))
    assert share(1, found) == ["mwh-twice"]
    assert "mwh" in codes(invariants.retired.breaches(found))


def test_certificates_are_retired_with_it():
    assert share(1, contracted(SHARE, retire=0)) == ["gec"]
    assert share(6, contracted(SHARE, retire=11)) == ["gec"]
    assert share(5, contracted(SHARE, retire=11)) == []


def test_a_right_from_outside_needs_no_giver():
    found = posted(contracted(replace(SHARE, origin="")), [enclaves.share(replace(SHARE, origin=""), T, **head("a"))])
    assert stands(found, Account("external"), "ENC.Z1", 2026) == -T


def test_the_invariant_names_certificates_claimed_by_an_enterprise():
    mine = green_power.holder("E1")
    found = written(contracted(SHARE, retire=0), [
        green_power.trade(GREEN, DISTRICT, mine, T, **head("t")), green_power.retire(GREEN, mine, T, **head("x")),
    ])  # fmt: skip
    assert codes(invariants.retired.breaches(found)) == ["enclave"]




def rows(found, **more):
    table = views(found.legs, REGIONS, 2026, **more).set_index("region")
    left = table["left_kg"] + table["reserve_kg"] + table["held_kg"] + table["committed_kg"] + table["consumed_kg"]
    assert (left == table["budget_kg"]).all()
    assert (table["net_left_kg"] - table["left_kg"]).equals(
        table["traded_kg"] + table["enclave_kg"] + (table["sinks_kg"] if more else 0)
    )
    return table


def test_both_views_stand_side_by_side():
    """Made-up city: 1000 kg in all, 100 and 20 of it reserves; see made_up.ROWS."""
    found = posted(empty(market=contracted(SHARE).market), ISSUE)
    assert rows(found).loc["C", ["budget_kg", "left_kg", "reserve_kg", "net_left_kg"]].tolist() == [1000, 880, 120, 880]
    found = posted(found, [
        green_power.register(GREEN, DISTRICT, **head("r")), green_power.retire(GREEN, DISTRICT, 20 * T, **head("g")),
        enclaves.share(SHARE, 40, **head("a")), sinks.record("S1", 2026, 7, **head("k")),
    ])  # fmt: skip
    table = rows(found)
    assert table["left_kg"].to_dict() == {"C": 880, "D1": 530, "D2": 350, "S1": 50}
    assert table["enclave_kg"].to_dict() == {"C": 0, "D1": -40, "D2": 40, "S1": 0}
    assert table["net_left_kg"].to_dict() == {"C": 880, "D1": 490, "D2": 390, "S1": 50}
    assert table["sinks_kg"].to_dict() == {"C": 7, "D1": 7, "D2": 0, "S1": 7}
    assert rows(found, net_sinks=True).loc["D1", "net_left_kg"] == 497
    assert codes(invariants.check(found)) == []


def test_trades_between_districts_are_in_the_net_view_only():
    found = written(posted(empty(), ISSUE), [trading.trade("D2", "D1", 2026, 30, price_fen=100, **head("t"))])
    table = rows(found)
    assert table["left_kg"].to_dict() == {"C": 880, "D1": 530, "D2": 350, "S1": 50}
    assert table["net_left_kg"].to_dict() == {"C": 880, "D1": 560, "D2": 320, "S1": 50}


def test_allowances_move_neither_view():
    found = posted(empty(), ISSUE)
    assert rows(posted(found, holding(CEA2026=50))).equals(rows(found))


def test_a_sink_is_positive():
    with pytest.raises(InputError):
        sinks.record("D1", 2026, 0, **head())


def test_certificates_claimed_for_a_consumption_prove_no_contract():
    mine = green_power.holder("E1")
    entries = [
        green_power.register(GREEN, DISTRICT, **head("r")), green_power.trade(GREEN, DISTRICT, mine, T, **head("t")),
        green_power.retire(GREEN, mine, T, **head("c")), green_power.retire(GREEN, DISTRICT, 19 * T, **head("g")),
    ]  # fmt: skip
    told = market(GREEN, g=ENCLAVE, c={"year": 2026, "consumption_kwh": 5 * T})
    found = replace(books(entries, told), market=replace(told, shares=(SHARE,)))
    assert share(1, found) == ["green-side"]
