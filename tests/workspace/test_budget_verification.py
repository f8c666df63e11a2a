"""Verified years of a small budget: estimates replaced once, the inventory's rest, named differences, made up."""

from __future__ import annotations

import hashlib

import pytest

from ghginv.calculation.inventory import Inventory
from ghginv.domain.records import Activity
from ghginv.errors import InputError
from ghginv.store import audit, life_cycle, submissions
from ghginv.store.life_cycle import Deed
from ghginv.workspace.budgets import execution, execution_rows, tracing, verification
from ghginv.workspace.place import Workspace
from tests.workbooks.monthly_files import quick, use
from tests.workspace import monthly_office as office
from tests.workspace.monthly_office import execute, in_force, march, whole

YEAR, OWN, SHARED = office.YEAR, office.CODES[0], office.SHARED
GAS, POWER = office.GAS, office.POWER


def filed(base, enterprise: str, rows, facility="F1", state="verify") -> None:
    """An annual filing of an enterprise as it would have been imported, and verified."""
    _file(base, enterprise, [
        Activity(region="440305", year=YEAR, category=category, item=item, quantity=quantity, unit=unit, sheet="能源",
                 cell=f"D{line}", enterprise=enterprise, facility=facility)
        for line, (category, item, quantity, unit) in enumerate(rows, start=4)
    ], state)  # fmt: skip


def _file(base, enterprise, activities, state, kind="enterprise", region="440305"):
    workspace = Workspace(base / "w")
    content = repr((enterprise, activities)).encode()
    digest = hashlib.sha256(content).hexdigest()
    filing = submissions.Filing(f"S{digest[:10]}", "年报.xlsx", digest, kind, "1", region, YEAR, enterprise, content)
    with workspace.writing() as database:
        life_cycle.hand_in(database, filing, activities, [], [], deed=Deed(audit.now(), "li"))
        if state:
            life_cycle.move(database, filing.submission, state, Deed(audit.now(), "wang"))


def inventory(base, region: str, gas: float, power: float) -> str:
    """A compiled inventory of a region: gas and power; its run."""
    rows = [("1.2.5", "natural_gas", gas, "10^4 m3"), ("E.1", "electricity", power, "MWh")]
    activities = [
        Activity(region=region, year=YEAR, category=category, item=item, quantity=quantity, unit=unit, sheet="能源活动",
                 cell=f"D{line}")
        for line, (category, item, quantity, unit) in enumerate(rows, start=4)
    ]  # fmt: skip
    _file(base, "", activities, "", kind="inventory", region=region)
    return Workspace(base / "w").compile(YEAR, region=region).id


def verify(base, run=""):
    return verification.verify(office.opened(base), YEAR, run)


def test_verified_data_replace_the_estimates_of_an_enterprise_once(base):
    march(base)
    office.report(base, 4, 企业月报=[use(4, 统一社会信用代码=OWN, quantity=0.6)])
    execute(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 7.0, "10^4 m3"), ("1.2.5", "electricity", 300.0, "MWh"),
                      ("X.1", "electricity", 50.0, "MWh"), ("X.3", "electricity", 50.0, "MWh")])  # fmt: skip
    made = verify(base)
    assert [each.code for each in made.findings] == ["budget-execution-no-inventory"]
    assert made.posted == 3  # two estimates taken back, one verified figure
    rows = in_force(base)
    assert rows[f"440305/C39/KEY/{OWN}/0"] == pytest.approx(1000 * (7 * GAS + 250 * POWER), abs=1)
    assert not [key for key in rows if OWN in key and not key.endswith("/0")]
    assert verify(base).posted == 0
    assert execute(base).posted == 0  # no estimate comes back beside the verified figure
    whole(base)


def test_a_filing_that_is_not_verified_replaces_nothing(base):
    march(base)
    execute(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 7.0, "10^4 m3")], state="")
    assert verify(base).posted == 0


def test_a_verified_filing_that_changes_is_replaced(base):
    filed(base, OWN, [("1.2.5", "natural_gas", 7.0, "10^4 m3")])
    assert verify(base).posted == 1
    filed(base, OWN, [("1.2.5", "natural_gas", 8.0, "10^4 m3")])
    assert verify(base).posted == 2
    assert in_force(base) == {f"440305/C39/KEY/{OWN}/0": pytest.approx(8000 * GAS, abs=1)}
    whole(base)


def test_who_shares_a_cell_waits_until_the_inventory_settles_it(base):
    march(base)
    execute(base)
    filed(base, SHARED, [("1.2.5", "natural_gas", 1.0, "10^4 m3")])
    made = verify(base)
    assert made.posted == 0
    assert {each.code for each in made.findings} == {"budget-execution-waiting", "budget-execution-no-inventory"}


def test_the_inventory_settles_its_region_and_closes_to_the_kilogram(base):
    march(base)
    execute(base)
    filed(base, OWN, [("1.2.5", "natural_gas", 5.0, "10^4 m3")])
    filed(base, SHARED, [("1.2.5", "natural_gas", 1.0, "10^4 m3")])
    run = inventory(base, "440305", 20.0, 100.0)
    made = verify(base)
    assert made.findings == []
    (told,) = made.inventories
    assert (told["region"], told["run"], told["difference_kg"]) == ("440305", run, 0)
    assert told["inventory_kg"] == pytest.approx(1000 * (20 * GAS + 100 * POWER), abs=1)
    rows = in_force(base)
    inside = {key: kg for key, kg in rows.items() if key.startswith("440305/")}
    assert sum(inside.values()) == told["inventory_kg"]
    assert all(key.endswith("/0") for key in inside)
    assert rows["440305/C39/KEY//0"] == pytest.approx(1000 * GAS, abs=1)  # two entries of one place in a dictionary
    assert rows["440306-P/C39/PWR//3"] > 0  # another district is not settled
    table = execution.months(office.opened(base), YEAR)
    rest = table[table["submission"] == run]
    assert set(rest["layer"]) == {"DIF"}
    assert set(rest["status"]) == {"verified"}
    event = next(each for each in office.opened(base).events if each["step"] == "verify")
    assert event["detail"]["inventories"] == made.inventories
    assert event["detail"]["regions"] == ["440305"]
    assert execute(base).posted == 0
    assert verify(base).posted == 0
    trace = tracing.trace(office.opened(base), "available:440305:C39:DIF", YEAR)["entries"][-1]
    assert trace["rows"][0]["submission"] == run
    whole(base)


def test_verified_power_sold_is_taken_off_and_the_inventory_still_closes(base):
    """An enterprise sells more than it emits: months and the verified year lower the district, which is its inventory
    all the same."""
    use_of_all = [quick(区域代码="440305", quantity=12)]
    sold = [use(统一社会信用代码=OWN, item="外供电力", quantity=8, unit="万千瓦时")]
    office.report(base, 3, 企业月报=sold, 快速指标=use_of_all)
    execute(base)
    assert in_force(base)[f"440305/C39/KEY/{OWN}/3"] == pytest.approx(-1000 * 80 * POWER, abs=1)
    filed(base, OWN, [("1.2.5", "natural_gas", 0.1, "10^4 m3"), ("X.1", "electricity", 900.0, "MWh")])
    run = inventory(base, "440305", 5.0, 400.0)
    made = verify(base, run)
    assert made.findings == []
    (told,) = made.inventories
    assert told["verified_kg"] == pytest.approx(1000 * (0.1 * GAS - 900 * POWER), abs=1)
    assert (told["verified_kg"] < 0, told["difference_kg"]) == (True, 0)
    inside = [kg for key, kg in in_force(base).items() if key.startswith("440305/")]
    assert sum(inside) == told["inventory_kg"]
    assert verify(base, run).posted == 0
    whole(base)


def test_enterprises_above_the_inventory_are_a_named_difference(base):
    run = inventory(base, "440305", 4.0, 0.0001)  # before the enterprise was verified and could feed it
    filed(base, OWN, [("1.2.5", "natural_gas", 10.0, "10^4 m3")])
    made = verify(base, run)
    assert [each.code for each in made.findings] == ["budget-execution-above"]
    (told,) = made.inventories
    assert told["difference_kg"] == told["verified_kg"] - told["inventory_kg"] > 100_000
    event = next(each for each in office.opened(base).events if each["step"] == "verify")
    assert event["detail"]["inventories"][0]["difference_kg"] == told["difference_kg"]
    whole(base)


def test_the_inventory_of_the_city_settles_what_its_districts_do_not_have(base):
    march(base)
    execute(base)
    inventory(base, "440305", 5.0, 10.0)
    inventory(base, "440300", 9.0, 30.0)
    made = verify(base)
    assert [each["region"] for each in made.inventories] == ["440305", "440300"]
    assert sum(in_force(base).values()) == pytest.approx(1000 * (9 * GAS + 30 * POWER), abs=2)
    assert in_force(base)["440306-P/C39/PWR//0"] > 0
    whole(base)


def test_a_newer_inventory_replaces_the_rest(base):
    march(base)
    inventory(base, "440305", 5.0, 10.0)
    verify(base)
    inventory(base, "440305", 6.0, 10.0)
    made = verify(base)
    assert {row["change"] for row in made.rows} == {"changed"}
    assert sum(in_force(base).values()) == pytest.approx(1000 * (6 * GAS + 10 * POWER), abs=2)
    whole(base)


def test_an_inventory_of_another_year_is_refused(base):
    filed(base, OWN, [("1.2.5", "natural_gas", 10.0, "10^4 m3")])
    run = inventory(base, "440305", 4.0, 1.0)
    with pytest.raises(InputError) as refused:
        verification.verify(office.opened(base), YEAR + 1, run)
    assert [each.code for each in refused.value.findings] == ["budget-execution-run"]


def test_the_figures_are_those_of_an_inventory_of_the_same_data(base):
    """No second formula: the sum of the months is what compiling the same activity data gives."""
    march(base)
    rows = execution_rows.monthly(office.opened(base), YEAR).rows
    assert isinstance(execution_rows._compiled(office.opened(base), YEAR, _again(rows), ()), Inventory)
    gas = rows[rows["item"] == "natural_gas"]
    run = inventory(base, "440305", float(gas["quantity"].sum()), 0.0001)
    compiled = Workspace(base / "w").run(run).emissions()
    grams = int(compiled.loc[compiled["item"] == "natural_gas", "mass_g"].sum())
    assert int(gas["grams"].sum()) == pytest.approx(grams, abs=len(gas))


def _again(rows):
    return rows.rename(columns={"activity_ids": "activity_id", "enterprise_of": "enterprise"})
