"""Key categories: the equations of the guidelines worked by hand, and what must hold for any inventory."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.errors import InputError, UsageError
from ghginv.inventory.key_categories import identify, level, trend

# Category, base year, year t in t CO2e, uncertainty in percent, land use.
ROWS = (
    ("power", 500.0, 600.0, 5.0, False),
    ("cement", 200.0, 150.0, 10.0, False),
    ("cattle", 60.0, 60.0, 50.0, False),
    ("solvents", 40.0, 20.0, 30.0, False),
    ("foams", 0.0, 30.0, 40.0, False),
    ("forest", -100.0, -140.0, 60.0, True),
)


def table(rows: Any = ROWS) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["category", "base_co2e_t", "co2e_t", "uncertainty", "land"])
    return frame.assign(gas="CO2")


def column(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return dict(zip(frame["category"], frame[name], strict=True))


def test_level_by_hand() -> None:
    # Eq. 4.1: |E| / sum |E|, here over 1000 t: removals count with their size.
    found = level(table())
    assert found["category"].tolist() == ["power", "cement", "forest", "cattle", "foams", "solvents"]
    assert found["level"].tolist() == pytest.approx([0.6, 0.15, 0.14, 0.06, 0.03, 0.02])
    assert found["cumulative"].tolist() == pytest.approx([60, 75, 89, 95, 98, 100])
    assert found[found["key"]]["category"].tolist() == ["power", "cement", "forest", "cattle"]


def test_level_with_uncertainty_by_hand() -> None:
    # Eq. 4.4: L U / sum L U; products 8.4 (forest), 3, 3, 1.5, 1.2, 0.6 of 17.7; 90 % asks for five.
    found = level(table(), approach=2)
    assert found["share"].tolist() == pytest.approx([100 * each / 17.7 for each in (8.4, 3, 3, 1.5, 1.2, 0.6)])
    assert found["category"].tolist() == ["forest", "cattle", "power", "cement", "foams", "solvents"]
    assert found["key"].tolist() == [True, True, True, True, True, False]


def test_trend_by_hand() -> None:
    # Eq. 4.2: |E0| / sum |E0| * |change of the category - change of the total|. The sum goes from 700 to 720 t, that is
    # by 1/35; the sizes of the base year sum to 900 t. Foams have no base year: eq. 4.3, 30 / 900.
    found = trend(table())
    total = 20 / 700
    expected = {
        "power": 500 / 900 * (0.2 - total),
        "cement": 200 / 900 * (0.25 + total),
        "cattle": 60 / 900 * total,
        "solvents": 40 / 900 * (0.5 + total),
        "foams": 30 / 900,
        "forest": 100 / 900 * (0.4 + total),  # removals grew by 40 t: -140 against -100
    }
    assert column(found, "trend") == pytest.approx(expected)
    whole = sum(expected.values())
    assert column(found, "share") == pytest.approx({name: 100 * each / whole for name, each in expected.items()})
    weighed = trend(table(), approach=2)
    products = {name: each * column(table(), "uncertainty")[name] for name, each in expected.items()}
    whole = sum(products.values())
    assert column(weighed, "share") == pytest.approx({name: 100 * each / whole for name, each in products.items()})


def test_with_and_without_land_use() -> None:
    # Without the forest the level is over 860 t: power, cement and cattle reach 94.2 %, so foams are key there.
    found = identify(table())
    assert column(found, "level_key")["foams"] is False
    assert column(found, "level_without_land_key")["foams"] is True
    assert column(found, "key")["foams"] is True
    assert column(found, "level_without_land_key")["forest"] is False
    assert found["level_without_land_share"].sum() == pytest.approx(100)
    assert found["category"].tolist()[0] == "power"


def test_an_inventory_without_land_use_or_base_year_is_assessed_once() -> None:
    found = identify(table().drop(columns=["land", "base_co2e_t"]))
    assert [name for name in found if name.endswith("_key")] == ["level_key"]
    assert column(found, "key") == column(found, "level_key")


def test_a_year_like_the_base_year_has_no_key_trend() -> None:
    rows = [(name, size, size, uncertainty, land) for name, size, _, uncertainty, land in ROWS]
    found = trend(table(rows))
    assert found["trend"].tolist() == pytest.approx([0] * len(rows), abs=1e-15)
    assert not trend(table([("a", 3.0, 3.0, 1.0, False)]))["key"].any()


def test_the_threshold_is_the_callers_within_reason() -> None:
    assert level(table(), threshold=100)["key"].all()
    assert level(table(), threshold=85)["key"].sum() == 3
    for threshold in (84.9, 100.1, float("nan")):
        with pytest.raises(UsageError) as caught:
            level(table(), threshold=threshold)
        assert caught.value.findings[0].code == "key-threshold"
    with pytest.raises(UsageError):
        level(table(), approach=3)


SIZES = st.floats(0.01, 1e6) | st.floats(-1e6, -0.01) | st.just(0.0)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(SIZES, SIZES, st.floats(0.1, 300)), min_size=1, max_size=15), st.sampled_from([1, 2]), st.data()
)
def test_what_holds_for_any_inventory(rows: list[Any], approach: int, data: st.DataObject) -> None:
    frame = table([(f"{place:02}", *row, place % 3 == 0) for place, row in enumerate(rows)])
    if not frame["co2e_t"].any() or frame["base_co2e_t"].sum() == 0:
        return
    shuffled = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    for assess in (level, trend):
        found = assess(frame, approach)
        pd.testing.assert_frame_equal(found, assess(shuffled, approach))
        name = assess.__name__
        if found[name].sum():
            assert found["share"].sum() == pytest.approx(100)
            assert found["cumulative"].iloc[-1] == pytest.approx(100)
            assert found["key"].any()
        assert found["share"].is_monotonic_decreasing
        assert (found["share"] >= 0).all()
        keys = found["key"].tolist()
        assert keys == sorted(keys, reverse=True)  # key are the first, without a gap
    if approach == 1:
        assert level(frame)["level"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("analysis-zero", [("a", 0.0, 0.0, 1.0, False)]),
        ("analysis-zero", [("a", 5.0, 1.0, 1.0, False), ("b", -5.0, 1.0, 1.0, False)]),
        ("analysis-number", [("a", 1.0, float("nan"), 1.0, False)]),
        ("analysis-number", [("a", 1.0, 1.0, float("nan"), False)]),
        ("analysis-duplicate", [("a", 1.0, 1.0, 1.0, False), ("a", 1.0, 1.0, 1.0, False)]),
    ],
)
def test_wrong_input_is_refused(code: str, rows: Any) -> None:
    with pytest.raises(InputError) as caught:
        trend(table(rows), approach=2)
    assert caught.value.findings[0].code == code
    assert caught.value.message("en")
