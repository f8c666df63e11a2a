"""Execution of a small issued budget: reports in, months posted, corrected, verified, settled; all is made up."""

from __future__ import annotations

import json

import pytest

from ghginv.errors import InputError, UsageError
from ghginv.store.audit import acting
from ghginv.workspace.budgets import (
    execution,
    execution_figures,
    execution_posting,
    steps,
    tracing,
)
from ghginv.workspace.place import Workspace
from ghginv.workspace.submissions import move
from tests.workbooks.monthly_files import quick, use
from tests.workspace import monthly_office as office
from tests.workspace.monthly_office import execute, in_force, march, whole

YEAR, OWN, CHEMICAL, PORT, SHARED = office.YEAR, *office.CODES, office.SHARED
GAS, POWER = office.GAS, office.POWER


def test_a_month_is_posted_at_its_accounts_by_the_formulas_of_the_library(base):
    march(base)
    made = execute(base)
    assert made.posted == 4
    assert made.findings == []
    assert in_force(base) == {
        "440305/C39/DIF//3": pytest.approx(1000 * (80 * POWER + 1.4 * GAS), abs=1),
        "440305/C39/KEY//3": pytest.approx(1000 * 0.1 * GAS, abs=1),
        f"440305/C39/KEY/{OWN}/3": pytest.approx(1000 * (0.5 * GAS + 20 * POWER), abs=1),
        "440306-P/C39/PWR//3": pytest.approx(1000 * 30 * POWER, abs=1),
    }  # fmt: skip
    table = execution.months(office.opened(base), YEAR).set_index("layer")
    assert set(table.columns) | {"layer"} == set(execution.MONTHS)
    assert table.loc["DIF", "status"] == "reported"
    assert table.loc["DIF", "basis"] == "dual-control"
    assert table.loc["KEY", "status"].tolist() == ["estimated", "metered"]
    (event,) = [each for each in office.opened(base).events if each["step"] == "execute"]
    assert (event["detail"]["year"], event["detail"]["month"]) == (YEAR, 3)
    whole(base)


def test_posted_again_nothing_changes_and_only_shown_nothing_is_stored(base):
    march(base)
    assert execute(base, only_show=True).posted == 0
    assert in_force(base) == {}
    execute(base)
    before = office.opened(base).standing.revision
    again = execute(base)
    assert again.posted == 0
    assert {row["change"] for row in again.rows} == {"same"}
    assert office.opened(base).standing.revision == before


def test_a_correction_reverses_the_figure_and_posts_it_anew(base):
    march(base)
    execute(base)
    before = in_force(base)
    entered = march(base, gas=0.7)
    assert entered.version == 2
    assert len(entered.superseded) == 1
    made = execute(base)
    assert {(row["change"]) for row in made.rows} == {"same", "changed"}
    assert made.posted == 4  # the enterprise and what remains of the indicator, each reversed and posted
    after = in_force(base)
    own, rest = f"440305/C39/KEY/{OWN}/3", "440305/C39/DIF//3"
    assert after[own] - before[own] == pytest.approx(200 * GAS, abs=2)
    assert sum(after.values()) == pytest.approx(sum(before.values()), abs=2)
    assert after[rest] < before[rest]
    whole(base)


def test_another_month_leaves_the_first_alone_and_a_returned_report_takes_its_figures_back(base):
    first = march(base)
    office.report(base, 4, 企业月报=[use(4, 统一社会信用代码=OWN, quantity=0.6)])
    assert execute(base, 4).posted == 1
    assert execute(base).posted == 4
    with acting("wang"):
        move(Workspace(base / "w"), first.submission, "return", "口径不符")
    made = execute(base)
    assert [row["change"] for row in made.rows] == ["reversed"] * 4 + ["same"]
    assert list(in_force(base)) == [f"440305/C39/KEY/{OWN}/4"]
    whole(base)


def test_emissions_above_the_budget_are_posted_as_overspent(base):
    office.report(base, 5, 企业月报=[use(5, 统一社会信用代码=CHEMICAL, quantity=10)])
    execute(base)
    account = f"440306:C26:ETSL:{CHEMICAL}"
    balances = tracing.trace(office.opened(base), account, YEAR)["balances"]
    emitted, budget = balances[f"consumed.est:{account}"], 117_000
    assert balances[f"overspent:{account}"] == budget - emitted
    assert f"available:{account}" not in balances
    whole(base)


def test_enterprises_with_more_than_the_indicator_are_posted_and_the_row_is_named(base):
    office.report(
        base, 3, 企业月报=[use(统一社会信用代码=OWN, quantity=3)],
        快速指标=[quick(item="天然气", quantity=2, unit="万立方米")],
    )  # fmt: skip
    made = execute(base)
    assert [each.code for each in made.findings] == ["budget-execution-short"]
    assert list(in_force(base)) == [f"440305/C39/KEY/{OWN}/3"]


def test_a_place_without_budget_is_named(base):
    row = quick(区域代码="440306", 行业代码="C26", item="天然气", unit="万立方米", quantity=1)
    office.report(base, 3, 快速指标=[row])
    made = execute(base)
    assert [(each.code, each.found) for each in made.findings] == [
        ("budget-execution-unbudgeted", "available:440306:C26:DIF")
    ]
    whole(base)


def test_power_sold_is_taken_off_what_its_users_have(base):
    """A plant burns and sells, a district's industry uses: the city has the fuel and the net electricity, no more."""
    sold = [use(统一社会信用代码=PORT, item="外供电力", quantity=5, unit="万千瓦时")]
    used = [quick(区域代码="440305", quantity=12)]  # 10 000 kWh
    office.report(base, 3, 企业月报=sold, 快速指标=used)
    made = execute(base)
    assert made.posted == 2
    assert [(each.code, each.found) for each in made.findings] == [("budget-execution-sold-alone", PORT)]
    assert sum(in_force(base).values()) == pytest.approx((120 - 50) * POWER * 1000, abs=1)
    whole(base)
    fuel = use(统一社会信用代码=PORT, item="柴油", quantity=20, unit="吨")
    office.report(base, 3, 企业月报=[*sold, fuel], 快速指标=used)
    made = execute(base)
    assert made.findings == []
    rows = execution.evidence_rows(office.opened(base), YEAR)
    assert sum(in_force(base).values()) == rows["emissions_kg"].sum()
    assert sorted(rows["emissions_kg"] < 0) == [False, False, True]
    whole(base)


def test_heat_is_kept_but_no_part_of_this_basis(base):
    office.report(base, 3, 企业月报=[use(统一社会信用代码=OWN, item="外购热力", quantity=100, unit="吉焦")])
    assert execute(base).rows == []


def test_an_indicator_of_the_city_is_spread_as_an_estimate(base):
    office.report(base, 3, 快速指标=[quick(区域代码="440300", quantity=30)])
    execute(base)
    table = execution.months(office.opened(base), YEAR)
    assert set(zip(table["region"], table["layer"], table["status"], strict=True)) == {
        ("440305", "DIF", "estimated"), ("440306-P", "PWR", "estimated"),
    }  # fmt: skip
    assert table["emissions_kg"].sum() == pytest.approx(300 * POWER * 1000, abs=1)


def test_what_is_not_issued_or_no_year_of_the_budget_is_refused(base, tmp_path):
    for year in (YEAR - 1, YEAR + 2):
        with pytest.raises(InputError) as refused:
            execution_posting.execute(office.opened(base), year)
        assert [each.code for each in refused.value.findings] == ["budget-execution-year"]
    with pytest.raises(UsageError):
        execution_figures.figures(office.opened(base), YEAR, "weather")


def test_before_anything_was_reported_all_is_empty(base):
    budget = office.opened(base)
    assert execution.months(budget, YEAR).empty
    assert execution.indicators(budget, YEAR).empty
    assert execute(base).rows == []
    covered = execution.coverage(budget, YEAR, 3)
    assert covered["covered_kg"].sum() == 0
    assert covered["expected_kg"].sum() > 0


def test_indicators_are_what_was_reported(base):
    march(base)
    table = execution.indicators(office.opened(base), YEAR)
    assert list(table.columns) == list(execution.INDICATORS)
    told = {(row["region"], row["indicator"]): (row["value"], row["unit"]) for row in table.to_dict("records")}
    assert told["440305", "value_added"] == (20.0, "10^8 CNY")
    assert told["440305", "electricity"] == (100.0, "MWh")


def test_figures_carry_status_and_coverage(base):
    march(base)
    execute(base)
    budget = office.opened(base)
    total = execution.months(budget, YEAR)["emissions_kg"].sum() / 1000
    for by in execution_figures.BY:
        rows = execution_figures.figures(budget, YEAR, by)
        assert sum(row["emissions_t"] for row in rows) == pytest.approx(total)
        statuses = [sum(row[f"{name}_t"] for row in rows) for name in ("metered", "reported", "estimated", "filled")]
        assert sum(statuses) == pytest.approx(total)
    (row,) = [row for row in execution_figures.figures(budget, YEAR, "industry") if row["industry"] == "C39"]
    assert row["budget_t"] == 735.0
    assert 0.97 < row["coverage"] < 1
    assert execution_figures.figures(budget, YEAR, "month", [4]) == []


def test_every_figure_leads_to_its_cell_its_formula_and_its_parameters(base):
    entered = march(base)
    execute(base)
    march(base, gas=0.7)
    execute(base)
    budget = office.opened(base)
    found = tracing.trace(budget, f"440305:C39:KEY:{OWN}", YEAR)
    kinds = [each["kind"] for each in found["entries"]]
    assert kinds == ["decomposition", "estimate", "reversal", "estimate"]
    first, last = found["entries"][1], found["entries"][3]
    assert first["reversed_by"] == found["entries"][2]["entry"]
    assert sum(row["emissions_kg"] for row in last["rows"]) == last["legs"][f"consumed.est:440305:C39:KEY:{OWN}"]
    gas = next(row for row in first["rows"] if row["item"] == "natural_gas")
    assert (gas["submission"], gas["sheet"], gas["cell"]) == (entered.submission, "企业月报", "F4")
    assert "superseded" in gas["file"]
    assert gas["formula"] == "fossil_combustion_co2"
    assert len(gas["parameters"]) == 4
    diffuse = tracing.trace(budget, "available:440305:C39:DIF", YEAR)["entries"][-1]["rows"]
    assert len(next(row for row in diffuse if row["item"] == "natural_gas")["deducted"]) == 2
    text = "\n".join(tracing.lines(found))
    assert "企业月报!F4" in text
    assert "grid_emission_factor" in text
    assert {row["entry"] for row in tracing.flat(found)} == {each["entry"] for each in found["entries"]}
    json.dumps(found)
    with pytest.raises(UsageError):
        tracing.trace(budget, "available:440305:C39:NEW", YEAR)


def test_the_evidence_is_kept_with_its_digest_and_needs_no_second_person(base):
    march(base)
    execute(base)
    (document,) = [each for each in office.opened(base).documents() if each["kind"] == "evidence"]
    rows = execution.document_rows(office.opened(base), document["document"])
    assert rows["emissions_kg"].sum() == sum(in_force(base).values())
    whole(base)


def test_a_month_is_posted_while_an_adjustment_is_drafted(base):
    march(base)
    with acting("li"):
        steps.adjust(office.opened(base), "statistics")
    assert office.opened(base).standing.state == "draft"
    assert execute(base).posted == 4
    assert execution.months(office.opened(base), YEAR)["emissions_kg"].sum() == sum(in_force(base).values()) > 0
    whole(base)


def test_somebody_who_looked_at_an_older_revision_is_refused(base):
    march(base)
    with pytest.raises(InputError) as refused:
        execute(base, expect=1)
    assert [each.code for each in refused.value.findings] == ["budget-edited-meanwhile"]
    assert in_force(base) == {}
