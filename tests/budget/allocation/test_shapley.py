"""The Shapley value: games with published values, the axioms, sampling against them."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.shapley import shapley
from ghginv.errors import InputError


def coalitions(players):
    return [frozenset(each) for each in chain.from_iterable(combinations(players, k) for k in range(len(players) + 1))]


def airport(costs):
    return lambda coalition: max((costs[each] for each in coalition), default=0.0)


def sequential(costs):
    """Each segment of the runway shared equally by those who use it: Littlechild & Owen 1973."""
    names = sorted(costs, key=costs.get)
    steps = [(costs[name] - (costs[names[k - 1]] if k else 0)) / (len(names) - k) for k, name in enumerate(names)]
    return {name: sum(steps[: k + 1]) for k, name in enumerate(names)}


def test_inheritance_of_ibn_ezra():
    """Aumann 2010, IJGT 39:3, as in R CoopGame::shapleyValue (rdocumentation.org/packages/CoopGame): four claims."""
    worth = dict(
        zip(
            coalitions("1234")[1:],
            [120, 60, 40, 30, 120, 120, 120, 60, 60, 40, 120, 120, 120, 60, 120],
            strict=True,
        )
    )
    found = shapley("1234", {frozenset(): 0, **worth})
    assert found["value"].round(5).tolist() == [80.83333, 20.83333, 10.83333, 7.5]
    assert found["standard_error"].tolist() == [0, 0, 0, 0]


def test_cost_game_of_game_theory_allocation():
    """R GameTheoryAllocation, Shapley_value(c(1,1,2,1,2,2,2)): 1/3, 1/3, 4/3."""
    worth = dict(zip(coalitions("123"), [0, 1, 1, 2, 1, 2, 2, 2], strict=True))
    assert shapley("123", worth)["value"].tolist() == pytest.approx([1 / 3, 1 / 3, 4 / 3])


def test_glove_game():
    """One right glove, two left ones (Shapley & Shubik; recalled): 2/3, 1/6, 1/6."""
    pairs = lambda coalition: float("right" in coalition and len(coalition) > 1)  # noqa: E731
    assert shapley(["right", "left a", "left b"], pairs)["value"].tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_airport_game():
    """Littlechild & Owen 1973, Management Science 20:370 (rdrr.io/cran/AirportProblems/man/SECrule.html: the rule)."""
    costs = {"a": 1.0, "b": 3.0, "c": 7.0, "d": 10.0}
    assert shapley(costs, airport(costs))["value"].to_dict() == pytest.approx(sequential(costs))


def test_security_council():
    """Shapley & Shubik 1954 (recalled): a permanent member 0.1963, another 0.00186; 15 members, so drawn."""
    members = [f"P{k}" for k in range(5)] + [f"m{k}" for k in range(10)]
    passes = lambda c: float(len(c) >= 9 and sum(each[0] == "P" for each in c) == 5)  # noqa: E731
    found = shapley(members, passes, draws=4000, seed=1)
    assert found["value"].sum() == pytest.approx(1)
    apart = (found["value"][:5] - 0.19627).abs()
    assert (apart < 4 * found["standard_error"][:5]).all()


def test_sampling_comes_near_within_its_error_and_knows_its_seed():
    costs = {f"u{k:02}": float((k * 37) % 17 + 1) for k in range(15)}
    found = shapley(costs, airport(costs), seed=3)
    want = sequential(costs)
    assert found["value"].sum() == pytest.approx(17)
    near = [abs(found["value"][name] - want[name]) <= 4 * found["standard_error"][name] for name in costs]
    assert all(near)
    assert (found["standard_error"] > 0).all()
    assert shapley(costs, airport(costs), seed=3).equals(found)
    assert not shapley(costs, airport(costs), seed=4)["value"].equals(found["value"])
    turned = shapley(list(costs)[::-1], airport(costs), seed=3)
    assert turned.loc[list(costs)].equals(found)


GAMES = st.lists(st.floats(-1e3, 1e3), min_size=7, max_size=7)


@given(GAMES, GAMES, st.floats(0.001, 1000))
@settings(deadline=None, max_examples=50)
def test_efficient_additive_scaled_and_indifferent_to_order(first, second, scale):
    v = dict(zip(coalitions("abc"), [0.0, *first], strict=True))
    w = dict(zip(coalitions("abc"), [0.0, *second], strict=True))
    found = shapley("abc", v)["value"]
    assert found.sum() == pytest.approx(v[frozenset("abc")], abs=1e-9)
    assert shapley("cab", v)["value"]["a"] == found["a"]
    both = shapley("abc", {key: v[key] + w[key] for key in v})["value"]
    assert both.tolist() == pytest.approx((found + shapley("abc", w)["value"]).tolist(), abs=1e-8)
    many = shapley("abc", {key: scale * each for key, each in v.items()})["value"]
    assert many.tolist() == pytest.approx((scale * found).tolist(), rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4))
@settings(deadline=None, max_examples=50)
def test_null_player_and_symmetry(sizes):
    """v depends on how many of a, b, c there are; d adds nothing."""
    worth = [0.0, *sizes[:3]]
    found = shapley("abcd", lambda coalition: worth[len(coalition - {"d"})])["value"]
    assert found["d"] == pytest.approx(0, abs=1e-9)
    assert found["a"] == pytest.approx(found["b"], abs=1e-9)
    assert found["a"] == pytest.approx(sizes[2] / 3, abs=1e-9)


COMPLETE = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 4.0}


@pytest.mark.parametrize(
    ("players", "worth", "draws", "code", "found"),
    [
        ("ab", {key: each for key, each in COMPLETE.items() if len(key) != 2}, 0, "budget-coalition-missing", "{a, b}"),
        ("ab", {key: each for key, each in COMPLETE.items() if key}, 0, "budget-coalition-missing", "{}"),
        ("ab", {**COMPLETE, frozenset(): 1.0}, 0, "budget-coalition-empty", "1"),
        ("ab", {**COMPLETE, frozenset("a"): float("nan")}, 0, "budget-allocation-parameter", "nan"),
        ("aab", COMPLETE, 0, "budget-players-twice", "a, a"),
        ("ab", COMPLETE, 1, "budget-players-draws", "1"),
        ("ab", COMPLETE, -2, "budget-allocation-parameter", "-2"),
        ("", COMPLETE, 0, "budget-allocation-empty", ""),
    ],
)
def test_bad_games_are_refused(players, worth, draws, code, found):
    with pytest.raises(InputError) as raised:
        shapley(players, worth, draws=draws)
    assert (raised.value.findings[0].code, raised.value.findings[0].found) == (code, found)
