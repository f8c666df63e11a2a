"""Intensities and the standing among peers: what is shown, to whom compared, and what is never shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ghginv.enterprise import peers, rating_rules
from ghginv.enterprise.peers import Peers

RULE = rating_rules.find("four_colours").peers
STATES = ("verified",)


def register(industries: list[str], status: str = "verified") -> pd.DataFrame:
    rows = [[f"E{at}", code, "cement", status] for at, code in enumerate(industries)]
    return pd.DataFrame(rows, columns=["enterprise", "industry", "template", "status"])


def given(values: dict[str, float], item: str = "value_added", quantity: float = 100.0) -> pd.DataFrame:
    """Intensities of enterprises with the same output."""
    rows = [
        [name, 2023, item, "economic", value * quantity, quantity, "10^4 CNY", value] for name, value in values.items()
    ]
    return pd.DataFrame(rows, columns=peers.INTENSITIES)


def made(values: list[float], industries: list[str] | None = None, rule: rating_rules.PeerRule = RULE) -> Peers:
    names = {f"E{at}": value for at, value in enumerate(values)}
    return Peers(register(industries or ["3011"] * len(values)), given(names), rule, STATES)


def indicator(enterprise: str, item: str, quantity: float, month: int = 0, facility: str = "", unit: str = "t") -> list:
    return [enterprise, facility, 2023, month, item, quantity, unit, "S1", "产量产值", "P7"]


def indicators(*rows: list) -> pd.DataFrame:
    names = "enterprise facility year month item quantity unit submission sheet cell".split()
    return pd.DataFrame(rows, columns=names)


def totals(**values: float) -> pd.DataFrame:
    return pd.DataFrame({"enterprise": list(values), "year": 2023, "total_t": list(values.values())})


def test_months_stand_before_the_year_of_the_same_facility() -> None:
    rows = [indicator("A", "cement_output", 10.0, month, "F1") for month in range(1, 13)]
    rows += [indicator("A", "cement_output", 999.0, 0, "F1"), indicator("A", "cement_output", 30.0, 0, "F2")]
    assert peers.yearly(indicators(*rows))["quantity"].tolist() == [150.0]


def test_intensity_is_emissions_over_output() -> None:
    rows = [indicator("A", "cement_output", 400.0), indicator("A", "value_added", 20.0, unit="10^4 CNY")]
    rows += [indicator("A", "employees", 7.0, unit="person"), indicator("B", "cement_output", 0.0)]
    found = peers.intensities(totals(A=100.0, B=5.0), indicators(*rows))
    assert dict(zip(found["item"], found["intensity"], strict=True)) == {"cement_output": 0.25, "value_added": 5.0}


def test_without_a_total_there_is_no_intensity() -> None:
    found = peers.intensities(totals(A=float("nan")), indicators(indicator("A", "cement_output", 400.0)))
    assert found.empty


def test_operation_stands_for_a_product_only_where_there_is_none() -> None:
    rows = [indicator("A", "floor_area", 50.0, unit="m2"), indicator("B", "floor_area", 50.0, unit="m2")]
    rows += [indicator("B", "food_output", 10.0)]
    found = peers.intensities(totals(A=100.0, B=100.0), indicators(*rows), RULE.outputs)
    assert list(zip(found["enterprise"], found["item"], strict=True)) == [("A", "floor_area"), ("B", "food_output")]


def test_percentile_is_the_mid_rank() -> None:
    among = made([1.0, 2.0, 2.0, 2.0, 3.0, 4.0])
    best, tied, worst = (among.standing(name, "value_added") for name in ("E0", "E1", "E5"))
    assert best.percentile == pytest.approx(100 * 0.5 / 6)
    assert tied.percentile == pytest.approx(100 * (1 + 1.5) / 6)
    assert worst.percentile == pytest.approx(100 * 5.5 / 6)
    assert (best.better_than, worst.better_than) == (100.0, 0.0)
    assert tied.better_than == pytest.approx(100 * (2 + 0.5 * 2) / 5)


def test_percentiles_of_all_average_to_the_middle() -> None:
    draws = np.random.default_rng(4).integers(1, 9, 40).astype(float)
    among = made(list(draws))
    assert np.mean([among.standing(f"E{at}", "value_added").percentile for at in range(40)]) == pytest.approx(50)


def test_distance_is_from_the_rounded_median() -> None:
    standing = made([1.0001, 2.00049, 3.0, 4.0, 5.0, 6.0]).standing("E0", "value_added")
    assert standing.median == 3.5
    assert standing.distance == pytest.approx((3.5 - 1.0001) / 3.5)
    rounded = made([1.23456, 1.23456, 1.23456, 1.23456, 1.23456, 1.23456]).standing("E0", "value_added")
    assert rounded.median == 1.23


def test_mean_is_total_emissions_over_total_output() -> None:
    rows = given({f"E{at}": 1.0 for at in range(6)})
    rows.loc[5, ["total_t", "quantity", "intensity"]] = [600.0, 200.0, 3.0]
    standing = Peers(register(["3011"] * 6), rows, RULE, STATES).standing("E0", "value_added")
    assert standing.mean == rounded_to(1100 / 700)
    assert standing.ratio == pytest.approx(1.0 / rounded_to(1100 / 700))


def rounded_to(value: float) -> float:
    return float(f"{value:.3g}")


def test_too_few_peers_show_nothing() -> None:
    standing = made([1.0, 2.0, 3.0, 4.0, 5.0]).standing("E0", "value_added")
    assert standing.others == 4
    assert (standing.percentile, standing.median, standing.mean, standing.distance) == (None, None, None, None)
    assert [reason.code for reason in standing.reasons] == ["rating-few-peers"]
    assert made([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).standing("E0", "value_added").percentile is not None


def test_no_mean_where_one_peer_makes_most() -> None:
    rows = given({f"E{at}": 1.0 for at in range(6)})
    rows.loc[5, ["total_t", "quantity", "intensity"]] = [50_000.0, 50_000.0, 1.0]
    standing = Peers(register(["3011"] * 6), rows, RULE, STATES).standing("E0", "value_added")
    assert standing.mean is None
    assert [reason.code for reason in standing.reasons] == ["rating-dominated"]
    # To the large one itself the others are of even size: their mean tells nothing of any of them.
    assert Peers(register(["3011"] * 6), rows, RULE, STATES).standing("E5", "value_added").mean == 1.0


@pytest.mark.parametrize(
    ("industries", "level", "group", "others"),
    [
        (["3011"] * 6, "group", "301", 5),
        (["3011", "3012", "3041", "3071", "3072", "3089"], "division", "30", 5),
        (["3011", "1411", "2211", "2611", "3911", "3912"], "section", "C", 5),
        (["3011", "4411", "4412", "5411", "5511", "7011"], "template", "cement", 5),
    ],
)
def test_the_group_widens_until_there_are_enough(industries: list[str], level: str, group: str, others: int) -> None:
    standing = made([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], industries).standing("E0", "value_added")
    assert (standing.level, standing.group, standing.others) == (level, group, others)


def test_a_rule_may_keep_the_group_narrow() -> None:
    narrow = replace(RULE, levels=["group"])
    standing = made([1.0] * 6, ["3011", *["3041"] * 5], narrow).standing("E0", "value_added")
    assert (standing.others, standing.percentile) == (0, None)


def test_only_enterprises_in_the_right_state_are_compared_with() -> None:
    rows = register(["3011"] * 7)
    rows.loc[6, "status"] = "submitted"
    among = Peers(rows, given({f"E{at}": float(at + 1) for at in range(7)}), RULE, STATES)
    assert among.standing("E0", "value_added").others == 5
    assert among.standing("E6", "value_added").others == 6


def test_the_main_product_is_the_one_that_most_make() -> None:
    rows = pd.concat(
        [given({f"E{at}": 1.0 for at in range(6)}, "cement_output"), given({"E0": 1.0, "E1": 1.0}, "clinker_output")]
    ).assign(kind="product")
    among = Peers(register(["3011"] * 6), rows, RULE, STATES)
    assert {among.item(f"E{at}", "product") for at in range(6)} == {"cement_output"}


def test_an_output_that_is_not_known_gives_a_reason() -> None:
    standing = made([1.0] * 6).standing("E0", "tax_paid")
    assert standing.intensity is None
    assert standing.reasons[0].text("zh") == "没有可用的“实缴税金”数据"


def test_history_is_the_fall_from_the_years_before() -> None:
    rows = pd.concat(
        [given({"A": value}).assign(year=year) for year, value in ((2019, 99.0), (2021, 4.0), (2022, 6.0), (2023, 4.5))]
    )
    assert peers.history(rows, "A", "value_added", 2023, 3) == {"own": 4.5, "before": 5.0, "fall": pytest.approx(0.1)}
    assert peers.history(rows, "A", "value_added", 2019, 3) == {}


def test_nothing_of_others_is_within_reach_of_one_figure() -> None:
    """Whatever the others' figures, none of them stands in the standing of the first."""
    draws = np.random.default_rng(8).uniform(1, 100, 8)
    standing = made(list(draws)).standing("E0", "value_added")
    shown = [standing.median, standing.mean, standing.percentile, standing.ratio, standing.distance]
    assert not {round(float(value), 9) for value in shown if value is not None} & {
        round(float(each), 9) for each in draws[1:]
    }
