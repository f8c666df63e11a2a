"""Years that are hard to verify: nothing emitted, power alone, inventories one by one, a move, a budget taken over."""

from __future__ import annotations

import pytest

from ghginv.enterprise.synthetic import credit_code
from ghginv.errors import InputError
from ghginv.findings import errors
from ghginv.store.audit import acting
from ghginv.workspace.budgets import execution_figures, ledger, settlement, steps
from tests.workbooks.monthly_files import quick, use
from tests.workspace import monthly_office as office
from tests.workspace.monthly_office import execute, in_force, march, whole
from tests.workspace.test_budget_verification import filed, inventory, verify

YEAR, OWN = office.YEAR, office.CODES[0]
AFTER = f"{YEAR + 1}-03-01"


def obstacles(base) -> dict[str, str]:
    found = settlement.obstacles(office.opened(base), YEAR, AFTER)
    return {each.code: str(each.details.get("who", "")) for each in found}


def post(base, kind, source, *targets, amount="") -> None:
    """Post an entry on a paper that somebody else signed."""
    paper = base / "依据.txt"
    paper.write_text("编造的依据 made up, do not quote\n", encoding="utf-8")
    with acting("wang"):
        steps.sign(office.opened(base), paper)
    with acting("li"):
        order = ledger.Order(kind, source, targets, YEAR, amount, document=str(paper), effective=f"{YEAR}-06-30")
        ledger.post(office.opened(base), order)


def test_a_verified_report_of_nothing_takes_the_estimates_back_and_lets_the_year_be_settled(base):
    march(base)
    execute(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 0.0, "10^4 m3")])
    verify(base)
    assert not [key for key in in_force(base) if OWN in key]
    assert OWN not in obstacles(base)["budget-settle-unverified"]
    assert office.CODES[1] in obstacles(base)["budget-settle-unverified"]
    again = office.opened(base).standing.revision
    assert (verify(base).posted, execute(base).posted) == (0, 0)
    assert office.opened(base).standing.revision == again
    whole(base)


def test_an_inventory_goes_to_the_budgets_of_a_region_that_reported_no_month(base):
    march(base)  # of another district
    execute(base)
    filed(base, office.CODES[1], [("1.2.3", "natural_gas", 2.0, "10^4 m3")])
    run = inventory(base, "440306", 30.0, 100.0)
    made = verify(base, run)
    (told,) = made.inventories
    assert made.findings == []
    assert told["difference_kg"] == 0
    assert told["rest_kg"] > 0


def test_inventories_are_settled_one_after_the_other(base):
    march(base)
    execute(base)
    one, other = (inventory(base, region, gas, 10.0) for region, gas in (("440305", 5.0), ("440306", 6.0)))
    verify(base, one)
    before = {key: kg for key, kg in in_force(base).items() if key.startswith("440305")}
    made = verify(base, other)
    assert [each["region"] for each in made.inventories] == ["440305", "440306"]
    assert {key: kg for key, kg in in_force(base).items() if key.startswith("440305")} == before
    assert execute(base).posted == 0
    whole(base)


def test_a_verified_enterprise_is_not_estimated_where_it_stood_before_it_moved(tmp_path):
    def moved(tables) -> None:
        first = tables["facilities"][0]
        there = {"region": "H-PORT", "industry": "G55", "valid_from": f"{YEAR}-07-01"}
        tables["facilities"] += [{**first, **there}]
        first["valid_to"] = f"{YEAR}-06-30"

    office.issued(tmp_path, moved)
    office.report(tmp_path, 3, 企业月报=[use(3, 统一社会信用代码=OWN, quantity=0.5)], 快速指标=[quick(3)])
    execute(tmp_path)
    old = "440305/C39/KEY//3"
    assert in_force(tmp_path)[old] == pytest.approx(500 * office.GAS, abs=1)
    filed(tmp_path, OWN, [("1.3.3", "natural_gas", 5.0, "10^4 m3")])
    verify(tmp_path)
    execute(tmp_path)
    assert old not in in_force(tmp_path)
    assert in_force(tmp_path)[f"H-PORT/G55/KEY/{OWN}/0"] == pytest.approx(5000 * office.GAS, abs=1)
    assert errors(ledger.check(office.opened(tmp_path)).findings) == []


def test_emissions_use_the_budget_that_an_enterprise_was_given_beside_versions(base):
    cell = "available:440305:C39:KEY"
    post(base, "virement", cell, f"{cell}:{office.SHARED}", amount="20")
    march(base)
    made = execute(base)
    assert f"440305/C39/KEY/{office.SHARED}/3" in in_force(base)
    assert office.SHARED not in "".join(each.found for each in made.findings)
    whole(base)


def test_the_budget_beside_execution_is_that_of_the_ledger(base):
    post(base, "virement", f"available:440305:C39:KEY:{OWN}", "available:440305:C39:KEY", amount="41")
    march(base)
    execute(base)
    rows = {row["enterprise"]: row for row in execution_figures.figures(office.opened(base), YEAR, "enterprise")}
    assert rows[OWN]["budget_t"] == 400
    assert sum(row["budget_t"] for row in rows.values()) == 980


def test_what_is_consumed_of_a_settled_region_is_its_inventory(base):
    march(base)
    execute(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 9.0, "10^4 m3")])
    run = inventory(base, "440305", 4.0, 10.0)
    verify(base)
    books = ledger.books(office.opened(base))
    (told,) = books.inventories.to_dict("records")
    assert (told["year"], told["region"], told["run"], told["regions"]) == (YEAR, "440305", run, ("440305",))
    assert told["difference_kg"] == 0
    whole(base)
    assert "budget-settle-difference" not in obstacles(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 90.0, "10^4 m3")])
    verify(base, run)  # what it had before: a named difference
    assert ledger.books(office.opened(base)).inventories["difference_kg"].tolist()[0] > 1000
    whole(base)
    assert "budget-settle-difference" in obstacles(base)


def test_a_successor_that_the_plan_does_not_know_reports_and_uses_what_it_took_over(base):
    heir = credit_code(77, "440305")
    account = f"available:440305:C39:KEY:{heir}"
    with pytest.raises(InputError) as wrong:
        office.report(base, 8, 企业月报=[use(8, 统一社会信用代码=heir, quantity=0.5)])
    assert [each.code for each in wrong.value.findings] == ["monthly-enterprise-unknown"]
    post(base, "split", f"available:440305:C39:KEY:{OWN}", f"{account}=100")
    taken = office.report(base, 8, 企业月报=[use(8, 统一社会信用代码=heir, quantity=0.5)])
    assert errors(taken.findings) == []
    execute(base)
    assert in_force(base)[f"440305/C39/KEY/{heir}/8"] == pytest.approx(500 * office.GAS, abs=1)
    filed(base, heir, [("1.2.5", "natural_gas", 0.7, "10^4 m3")])
    verify(base)
    assert in_force(base)[f"440305/C39/KEY/{heir}/0"] == pytest.approx(700 * office.GAS, abs=1)
    assert heir not in obstacles(base)["budget-settle-unverified"]
    whole(base)


def test_what_was_estimated_stays_where_the_verified_facility_stands_nowhere(tmp_path):
    def two_sites(tables) -> None:
        tables["facilities"] += [
            {**tables["facilities"][0], "facility": "F2", "region": "440306", "industry": "C26", "layer": "ETSL"}
        ]

    office.issued(tmp_path, two_sites)
    post(tmp_path, "virement", "available:440305:C39:KEY", f"available:440305:C39:KEY:{OWN}", amount="20")
    office.report(tmp_path, 3, 企业月报=[use(3, 统一社会信用代码=OWN, 设施="F1", quantity=0.5)])
    execute(tmp_path)
    before = in_force(tmp_path)
    filed(tmp_path, OWN, [("1.2.5", "natural_gas", 7.0, "10^4 m3")], facility="总厂")
    made = verify(tmp_path)
    assert "budget-execution-gone" in {each.code for each in made.findings}
    assert in_force(tmp_path) == before
    assert execute(tmp_path).posted == 0
    assert OWN in obstacles(tmp_path)["budget-settle-unverified"]


def test_a_facility_that_the_annual_report_forgot_is_named(tmp_path):
    """Estimates at two sites, a report of one: what was estimated at the other is taken back, and said to be."""

    def two_sites(tables) -> None:
        tables["facilities"] += [
            {**tables["facilities"][0], "facility": "F2", "region": "440306", "industry": "C26", "layer": "ETSL"}
        ]

    office.issued(tmp_path, two_sites)
    other = f"available:440306:C26:ETSL:{OWN}"
    post(tmp_path, "virement", "available:440305:C39:KEY", f"available:440305:C39:KEY:{OWN}", amount="20")
    post(tmp_path, "virement", f"available:440306:C26:ETSL:{office.CODES[1]}", other, amount="20")
    rows = [use(3, 统一社会信用代码=OWN, 设施=each, quantity=0.5) for each in ("F1", "F2")]
    office.report(tmp_path, 3, 企业月报=rows)
    execute(tmp_path)
    kg = in_force(tmp_path)[f"440306/C26/ETSL/{OWN}/3"]
    filed(tmp_path, OWN, [("1.2.5", "natural_gas", 7.0, "10^4 m3")], facility="F1")
    found = {each.code: each for each in verify(tmp_path).findings}
    assert (found["budget-execution-left-out"].found, found["budget-execution-left-out"].expected) == (other, str(kg))
