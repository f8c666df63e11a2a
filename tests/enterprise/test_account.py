"""The tables of an account: whole grams, memo items apart, months and the year, quota and green power."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ghginv.enterprise import account, filled, rating_rules

DEMAND = rating_rules.find("four_colours").data
ROW: dict[str, Any] = {
    "enterprise": "A", "facility": "F1", "month": 1, "source_category": "1.2.4", "item": "raw_coal", "gas": "CO2",
    "scope": "1", "memo": "", "quantity": 1.0, "unit": "t", "mass_t": 1.0, "co2e_t": 1.0, "co2e_g": 1_000_000,
    "filled": "", "submission": "S1", "file": "a.xlsx", "sheet": "燃料", "cell": "D7", "formula": "f",
    "activity_id": "S1:燃料!D7", "template": "cement", "source": "",
}  # fmt: skip


def rows(*changes: dict[str, Any]) -> pd.DataFrame:
    made = []
    for at, each in enumerate(changes):
        row = {**ROW, "activity_id": f"S1:燃料!D{at}", **each}
        made.append({**row, "co2e_t": row["co2e_g"] / 1e6})
    return pd.DataFrame(made)


def test_totals_are_sums_of_grams_by_scope_without_memo_items() -> None:
    given = rows(
        {"co2e_g": 1_000_001}, {"co2e_g": 2}, {"scope": "2", "co2e_g": 500_000}, {"memo": "market", "scope": "2"},
        {"enterprise": "B", "scope": "2", "co2e_g": -3}, {"enterprise": "B", "scope": "3", "co2e_g": 7},
    )  # fmt: skip
    found = account.totals(given)
    assert found.loc["A"].to_dict() == {"direct_t": 1.000003, "indirect_t": 0.5, "total_t": 1.500003}
    assert found.loc["B"].to_dict() == {"direct_t": 0.0, "indirect_t": -0.000003, "total_t": -0.000003}


def test_months_keep_the_year_apart_and_last() -> None:
    given = rows({"month": 0, "co2e_g": 5, "filled": "annual"}, {"month": 2}, {"month": 1, "scope": "2"})
    found = account.by_month(given)
    assert found["month"].tolist() == [1, 2, 0]
    assert found["total_t"].tolist() == [1.0, 1.0, 0.000005]
    assert found["filled_t"].tolist() == [0.0, 0.0, 0.000005]
    assert found["total_t"].sum() == pytest.approx(account.totals(given)["total_t"].sum(), abs=1e-9)


def test_sources_lead_to_their_first_detail_and_sum_to_the_whole() -> None:
    given = account.numbered(
        rows({"month": 1}, {"month": 2}, {"item": "diesel", "co2e_g": 8_000_000}, {"memo": "biogenic", "co2e_g": 9})
    )
    found = account.by_source(given)
    assert found[["item", "co2e_t", "share", "rows", "first"]].to_numpy().tolist() == [
        ["diesel", 8.0, 0.8, 1, 1],
        ["raw_coal", 2.0, 0.2, 2, 2],
    ]
    listed = account.details(given)
    assert listed["number"].tolist() == [1, 2, 3, 4]
    assert listed.loc[listed["counted"], "co2e_t"].sum() == found["co2e_t"].sum()


def test_what_is_sold_is_taken_off_and_kept_in_view() -> None:
    given = account.numbered(rows({"co2e_g": 4}, {"item": "electricity", "scope": "2", "co2e_g": -3}))
    found = account.by_source(given)
    assert found["share"].tolist() == [4.0, -3.0]


MONTHLY = {"cement": frozenset({"燃料"})}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"month": 0}, "annual"),
        ({"month": 3}, ""),
        ({"month": 0, "sheet": "制冷剂"}, ""),
        ({"month": 0, "template": "food"}, ""),
        ({"source": "按面积估算"}, "estimated"),
        ({"source": "Estimated by floor area"}, "estimated"),
        ({"source": "电表 E01"}, ""),
        ({"month": 0, "source": "类比"}, "estimated"),
    ],
)
def test_what_counts_as_filled(change: dict[str, Any], why: str) -> None:
    assert filled.reasons(rows(change), MONTHLY, DEMAND).tolist() == [why]


def test_a_rule_may_count_less_as_filled() -> None:
    from dataclasses import replace

    given = rows({"month": 0}, {"source": "估算"})
    assert filled.reasons(given, MONTHLY, replace(DEMAND, filled_counts=["annual"])).tolist() == ["annual", ""]
    assert filled.reasons(given, MONTHLY, replace(DEMAND, filled_counts=[])).tolist() == ["", ""]


def test_the_filled_share_weighs_by_emissions_and_takes_sales_by_size() -> None:
    given = rows({"co2e_g": 60, "filled": "annual"}, {"co2e_g": 20}, {"co2e_g": -20})
    assert filled.share(given) == 0.6
    assert pd.isna(filled.share(given.iloc[:0]))


OWN = {"direct_t": 80.0, "indirect_t": 40.0, "total_t": 120.0}


def quotas(*tonnes: int) -> pd.DataFrame:
    given = [["A", 2023, f"stage{at}", t, f"q{at}", "r"] for at, t in enumerate(tonnes)]
    return pd.DataFrame(
        [*given, ["B", 2023, "final", 1, "q", "r"]],
        columns=["enterprise", "year", "stage", "quota_t", "quota", "rules"],
    )


def test_quota_left_by_stage() -> None:
    found = account.quota_left(quotas(100, 150), "A", 2023, "shenzhen", OWN)
    assert found[["quota_t", "compared_t", "left_t"]].to_numpy().tolist() == [[100, 120, -20], [150, 120, 30]]
    assert account.over_quota(found) == pytest.approx(-0.2)


def test_the_national_market_covers_direct_emissions() -> None:
    found = account.quota_left(quotas(100), "A", 2023, "national", OWN)
    assert found[["compared", "left_t"]].to_numpy().tolist() == [["direct_t", 20.0]]


def test_no_quota_is_not_a_quota_of_zero() -> None:
    none = account.quota_left(quotas(100), "A", 2022, "", OWN)
    assert none.empty
    assert account.over_quota(none) is None
    assert account.over_quota(account.quota_left(None, "A", 2023, "", OWN)) is None
    zero = account.quota_left(quotas(0), "A", 2023, "", OWN)
    assert account.over_quota(zero) == float("inf")


def test_green_power_is_a_share_of_what_was_bought() -> None:
    bought = pd.DataFrame(
        {"category": ["1.2.4", "1.2.4", "X.1", "1.2.4"], "item": ["electricity"] * 3 + ["raw_coal"],
         "unit": ["MWh"] * 3 + ["t"], "quantity": [60.0, 40.0, 500.0, 9.0]}
    )  # fmt: skip
    stated = pd.DataFrame(
        [
            ["green_electricity", "electricity", 15.0],
            ["green_electricity", "electricity", 10.0],
            ["x", "electricity", 9.0],
        ],
        columns=["name", "item", "value"],
    )
    found = account.green_power(bought, stated)
    assert found[["bought", "green", "share"]].to_numpy().tolist() == [[100.0, 25.0, 0.25]]
    assert account.green_power(bought.iloc[3:], stated).empty


def test_notation_keys_are_listed_without_weight() -> None:
    activity = pd.DataFrame(
        [["1.2.4", "diesel", "", "NO", "S1", "燃料", "Q9"], ["1.2.4", "raw_coal", "", "", "S1", "燃料", "D7"]],
        columns=account.UNKNOWN,
    )
    assert account.unknown(activity)["item"].tolist() == ["diesel"]
