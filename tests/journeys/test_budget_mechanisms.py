"""An officer records a trade between districts, a merger, a split, a move, a closure and a correction, at the desk."""

from __future__ import annotations

import pytest

from tests.journeys.office import Office
from tests.workspace.budget_issued import PAPER, issued

COMMON = ("--year", "2026", "--document", PAPER)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    office = Office(tmp_path_factory.mktemp("mechanisms"))
    issued(office.folder)
    return office


def firms(office: Office, region: str) -> dict[str, float]:
    """The enterprises' accounts of a district with what is available, in t."""
    rows = office.rows("balance", "--by", "kind,region,industry,layer,enterprise", "--year", "2026", "--region", region)
    parts = ("kind", "region", "industry", "layer", "enterprise")
    mine = [row for row in rows if row["kind"] == "available" and row["enterprise"] and row["amount_kg"]]
    return {":".join(row[name] for name in parts): row["amount_t"] for row in mine}


def test_districts_trade_and_a_price_that_is_hardly_right_is_remarked_on(office):
    order = ("post", "trade", "--from", "440306", "--to", "440305", *COMMON, "--amount", "1000")
    assert "单价" in office.as_("li", *order, "--price", "0", "--key", "T1").err
    rows = office.rows("balance", "--by", "kind,region", "--year", "2026")
    traded = {row["region"]: row["amount_t"] for row in rows if row["kind"] == "traded"}
    assert traded == {"440305": 1000, "440306": -1000}
    assert "免费" in office.as_("li", *order, "--price", "免费", code=1).err
    back = ("post", "trade", "--from", "440305", "--to", "440306", *COMMON, "--amount", "1", "--price", "50")
    assert "另一方" in office.as_("li", *back, code=1).err


def test_what_an_enterprise_has_left_goes_to_who_follows(office):
    (old, has), (closing, left), *_ = firms(office, "440306").items()
    heir, second = (f"{old.rsplit(':', 1)[0]}:{name}" for name in ("91440300FAKE0000X1", "91440300FAKE0000X2"))
    rows = office.rows("post", "split", "--from", old, "--to", f"{heir}=100.5", "--to", f"{second}=50", *COMMON)
    assert {row["account"]: row["amount_kg"] for row in rows} == {heir: 100_500, second: 50_000, old: -150_500}
    office.as_("li", "post", "merger", "--from", old, "--to", f"{heir}={has - 150.5:.3f}", *COMMON)
    moved = second.replace("440306", "440305", 1)
    office.as_("li", "post", "move", "--from", second, "--to", f"{moved}=50", *COMMON)
    office.as_("li", "post", "closure", "--from", closing, "--to", f"reserve.general:440306={left:.3f}", *COMMON)
    now = firms(office, "440306")
    assert not {old, second, closing} & set(now)
    assert now[heir] == pytest.approx(has - 50)
    office.as_("li", "check")


def test_a_call_that_says_too_little_is_told_what_is_missing(office):
    old = "available:440306:C39:KEY:91440300FAKE0000X1"
    assert "账户=吨" in office.as_("li", "post", "split", "--from", old, "--to", old, *COMMON, code=1).err
    office.as_("li", "post", "virement", "--from", old, "--amount", "1", *COMMON, code=2)
    closed = ("post", "prior-period", "--from", old, "--amount", "-3", "--closed-year", "2025", *COMMON)
    assert "已结账" in office.as_("li", *closed, code=1).err
