"""The methods with the examples of the official texts, and what must hold for any numbers."""

from fractions import Fraction as F

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ghginv.domain import remainders
from ghginv.enterprise.quotas import (
    balance,
    cap,
    carry,
    exact,
    guangdong,
    historical,
    issue,
    load_factor,
    offsets,
    power,
)

SLOPE, LIMIT = F("0.15"), F("0.03")
TONNES = st.integers(0, 10**9)
AMOUNT = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False).map(F)
POSITIVE = st.decimals("0.001", 10**7, places=3, allow_nan=False, allow_infinity=False).map(F)
LOAD = st.decimals(0, 1, places=4, allow_nan=False, allow_infinity=False).map(F)
INTENSITY = st.decimals("0.1", "5", places=4, allow_nan=False, allow_infinity=False).map(F)


@pytest.mark.parametrize(
    ("rule", "load", "factor"),
    [
        ("2019", "0.85", "1"),
        ("2019", "0.80", "1.007"),
        ("2019", "0.75", "1.015"),
        ("2019", "0.7", "1.030225"),
        ("2023", "0.65", "1"),
        ("2023", "0.6499999999", "1.045678"),
        ("2023", "0.6", "1.061364"),
        ("2025", "0.5", "1"),
        ("2025", "0.4999999999", "1.100276"),
    ],
)
def test_the_peaking_factor_and_its_jumps(rule, load, factor):
    assert load_factor.RULES[rule](F(load)) == F(factor)


def test_the_factor_of_2025_by_its_formula():
    import math

    by_hand = 7.254 - 0.633 * (1 - math.exp(-30 / 29.822)) - 5.643 * (1 - math.exp(-30 / 6.871))
    assert float(load_factor.peaking_2025(F("0.3"))) == pytest.approx(by_hand, abs=6e-7)


@given(LOAD, LOAD, st.sampled_from(sorted(load_factor.RULES)))
def test_the_factor_never_rises_with_the_load(one, other, rule):
    low, high = sorted((one, other))
    assert load_factor.RULES[rule](low) >= load_factor.RULES[rule](high) >= 1


def test_a_power_unit_rounds_each_part_down():
    assert power.generated(F("1000.9"), F(999), F("0.7950"), F("0.1038"), F("1.061364")) == (844, 103)
    assert power.supplied(F(1000), F(0), F("0.8218"), F(0), F(1), F("1.05"), F("0.89")) == (767, 0)
    assert power.heating_factor(F("0.5"), F("0.22")) == F("0.89")


def test_gas_units_and_entities_are_topped_up():
    assert power.gas_topped_up(900, F("1000.9")) == 1000
    assert power.gas_topped_up(1100, F(1000)) == 1100
    assert power.topped_up(700, F("1001"), F("0.2")) == 800
    assert power.topped_up(900, F(1000), F("0.2")) == 900


@given(POSITIVE, POSITIVE, AMOUNT)
def test_more_output_never_gives_less(quantity, more, heat):
    a, b = F("0.7950"), F("0.1038")
    assert sum(power.generated(quantity + more, heat, a, b)) >= sum(power.generated(quantity, heat, a, b))


# Steel, cement, aluminium


def test_at_twenty_percent_the_coefficient_meets_its_limit():
    assert balance.coefficient(F("0.8"), F(1), SLOPE, LIMIT) == LIMIT
    assert balance.coefficient(F("1.2"), F(1), SLOPE, LIMIT) == -LIMIT
    assert balance.coefficient(F("0.9"), F(1), SLOPE, LIMIT) == F("0.015")
    assert balance.coefficient(F("0.1"), F(1), SLOPE, LIMIT) == LIMIT


@given(st.lists(st.tuples(POSITIVE, INTENSITY), min_size=1, max_size=8))
def test_at_the_balance_value_quotas_sum_to_emissions(lines):
    value = balance.balance_value(lines, SLOPE, LIMIT)
    emitted = sum(e for e, _ in lines)
    assert abs(balance.surplus(lines, value, SLOPE, LIMIT)) <= emitted / 10**12
    assert min(i for _, i in lines) <= value <= max(i for _, i in lines)


@given(st.lists(st.tuples(POSITIVE, INTENSITY), min_size=1, max_size=6), st.integers(2, 1000), st.randoms())
def test_the_balance_value_knows_neither_scale_nor_order(lines, scale, random):
    shuffled = [(scale * e, i) for e, i in lines]
    random.shuffle(shuffled)
    one, other = (balance.balance_value(each, SLOPE, LIMIT) for each in (lines, shuffled))
    assert abs(one - other) <= one / 10**12


@pytest.mark.parametrize("lines", [[], [(F(0), F(1))], [(F(1), F(0))]])
def test_no_balance_without_emissions_and_intensity(lines):
    with pytest.raises(ValueError, match="positive"):
        balance.balance_value(lines, SLOPE, LIMIT)


# Issue: the examples of table 2-5, in units of 10 kt


def test_the_official_example_of_deductions():
    done = issue.settle(pre=5, final=3, deduct=7)
    assert (done.pre_issued, done.handed_back, done.final_issued, done.to_deduct) == (0, 2, 0, 4)


def test_the_official_examples_of_release():
    assert issue.released(120, 100) == (20, 0)
    assert issue.released(80, 100) == (0, 20)


@pytest.mark.parametrize(
    ("pre", "final", "deduct", "pre_issued", "final_issued", "left"),
    [(10, 12, 0, 10, 2, 0), (10, 8, 0, 10, -2, 0), (10, 8, 3, 7, -2, 0), (5, 6, 7, 0, 0, 1), (5, 9, 7, 0, 2, 0)],
)
def test_take_back_and_deductions(pre, final, deduct, pre_issued, final_issued, left):
    done = issue.settle(pre, final, deduct)
    assert (done.pre_issued, done.final_issued, done.to_deduct) == (pre_issued, final_issued, left)


@given(TONNES, TONNES, TONNES)
def test_nothing_is_lost_between_quota_and_deduction(pre, final, deduct):
    done = issue.settle(pre, final, deduct)
    assert done.issued == max(0, final - deduct)
    assert done.to_deduct == max(0, deduct - final)


@pytest.mark.parametrize("numbers", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_negative_amounts_are_no_allowances(numbers):
    with pytest.raises(ValueError, match="negative"):
        issue.settle(*numbers)


def test_a_preallocation_is_rounded_down_as_the_notes_say():
    assert issue.preallocated(F("1789.70"), F(1)) == 1789
    assert issue.preallocated(F("3579.4"), F("0.5")) == 1789


# Carry-over and offsets

CARRY = {"base": F(10000), "multiplier": F("1.5")}


@pytest.mark.parametrize(
    ("holding", "sold", "bought", "pending", "on_time", "most"),
    [
        (50000, 10001, 0, 0, True, 25001),
        (20000, 10001, 0, 0, True, 20000),
        (20000, 10001, 0, 5000, True, 15000),
        (50000, 0, 10000, 0, True, 10000),
        (50000, 10000, 0, 0, False, 0),
    ],
)
def test_carry_over(holding, sold, bought, pending, on_time, most):
    done = carry.carried(holding, sold, bought, pending=pending, on_time=on_time, **CARRY)
    assert done.most == most
    assert done.most + done.void == holding - pending
    assert done.reason == ("" if on_time else "quota-carry-late")


def test_a_request_to_carry_over():
    assert carry.applied(10, 10, "2026-06-10", "2026-06-10") == ""
    assert carry.applied(11, 10, "2026-06-10", "2026-06-10") == "quota-carry-over"
    assert carry.applied(1, 10, "2026-06-11", "2026-06-10") == "quota-carry-deadline"


def test_offsets_are_checked_one_by_one():
    good = offsets.Offset("P1", 50, "2024-01-23")
    assert offsets.checked([good], 1000, F("0.05"), "2024-01-22") == []
    bad = [
        offsets.Offset("P2", 1, "2024-01-21"),
        offsets.Offset("P3", 0, "2024-02-01"),
        offsets.Offset("P4", 1, "2024-02-01", cancelled=True),
    ]
    codes = [finding.code for finding in offsets.checked([good, *bad], 1000, F("0.05"), "2024-01-22")]
    assert codes == ["quota-offset-date", "quota-offset-amount", "quota-offset-cancelled", "quota-offset-cap"]
    local = [offsets.Offset("G1", 60, "2024", local=True), offsets.Offset("G2", 40, "2024")]
    assert [f.code for f in offsets.checked(local, 1000, F("0.1"), local_share=F("0.7"))] == ["quota-offset-local"]


# Local markets


def test_own_history():
    assert historical.mean_intensity([(F(100), F(10)), (F(200), F(40))]) == 6
    assert historical.target(F(6), F("0.98")) == F("5.88")
    assert historical.target(F(6), F("0.98"), ceiling=F(5)) == 5
    assert historical.mean_emissions([F(1), F(2)]) == F("1.5")
    with pytest.raises(ValueError, match="activity"):
        historical.mean_intensity([(F(1), F(0))])
    with pytest.raises(ValueError, match="history"):
        historical.mean_emissions([])


def test_guangdong_shares_idle_and_closed():
    assert guangdong.free(1001, F("0.95")) == (950, 51)
    assert guangdong.idle(1200, F(7), 8, F(6)) == 800
    assert guangdong.idle(1200, F(6), 8, F(6)) == 0
    assert guangdong.closed(1000, F("400.2")) == (401, 599)
    assert guangdong.closed(300, F(400)) == (300, 0)


@given(TONNES, st.fractions(0, 1), st.integers(0, 12))
def test_free_and_paid_sum_to_the_quota(quota, share, below):
    free, paid = guangdong.free(quota, share)
    assert free + paid == quota
    assert 0 <= guangdong.idle(free, F(12), below, F(6)) <= free


# Caps and remainders


def test_the_cap_of_shenzhen_2024():
    sizes = cap.parts(F(33500000), {"entities": F("0.96"), "new": F("0.02"), "price": F("0.02")})
    assert sizes == {"entities": 32160000, "new": 670000, "price": 670000}
    with pytest.raises(ValueError, match="one"):
        cap.parts(F(1), {"entities": F("0.96")})


@given(st.dictionaries(st.text(max_size=4), AMOUNT, min_size=1, max_size=9), TONNES)
def test_largest_remainder_keeps_the_sum_and_stays_within_one(amounts, total):
    whole = sum(amounts.values())
    assume(whole > 0)
    shared = remainders.largest_remainder(amounts, total)
    assert sum(shared.values()) == total
    assert all(abs(shared[key] - amount * total / whole) < 1 for key, amount in amounts.items())
    reverse = remainders.largest_remainder(dict(reversed(amounts.items())), total)
    assert reverse == shared


@given(st.dictionaries(st.integers(0, 50), TONNES, min_size=1, max_size=9), TONNES)
def test_a_cap_is_never_exceeded_and_what_is_left_is_named(quotas, part):
    kept, left, binds = cap.kept(quotas, part)
    assert sum(kept.values()) + left == part
    assert left >= 0
    assert binds == (sum(quotas.values()) > part)
    assert kept == quotas or left == 0


def test_numbers_are_read_as_written():
    assert exact.exact(0.1) * 10 == 1
    assert exact.exact("1,234.5") == F("1234.5")
    assert exact.exact(None) is exact.exact(float("nan")) is exact.exact("") is None
    assert exact.half_up("2.5", 0) == 3
    assert exact.text(F(1, 3)) == "0.333333"
    assert exact.whole(F("2.5"), "half_up") == 3
    assert exact.whole(F("2.9"), "floor") == 2
    for bad in ("nan", "—", "1e", float("inf")):
        with pytest.raises(ValueError, match=r".*"):
            exact.number(bad)
    with pytest.raises(ValueError, match="up"):
        exact.whole(F(1), "up")
