"""Splicing fills what is unknown, changes nothing that is known, and says how."""

import numpy
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghginv.errors import InputError, UsageError
from ghginv.inventory.splicing import METHODS, splice

NONE = float("nan")


def table(**columns):
    return pd.DataFrame(columns)


def test_overlap_is_equation_5_1():
    """y0 = x0 x mean(y_i / x_i) over the overlap, IPCC 2006 Vol.1 Ch.5 Eq. 5.1."""
    given_ = table(year=[2015, 2016, 2017, 2018], value=[NONE, NONE, 110, 126], old=[80, 90, 100, 120])
    found = splice(given_, "overlap").set_index("year")
    ratio = (110 / 100 + 126 / 120) / 2
    assert found["value"].tolist() == pytest.approx([80 * ratio, 90 * ratio, 110, 126])
    assert found["spliced"].tolist() == [True, True, False, False]
    assert "2017-2018" in found.loc[2015, "note_zh"]
    assert found.loc[2017, "note_zh"] == ""


def test_surrogate_is_equation_5_2():
    """y0 = y_t x s0 / s_t, IPCC 2006 Vol.1 Ch.5 Eq. 5.2; the nearest known year serves."""
    given_ = table(year=[2010, 2015, 2020], value=[NONE, 50, 80], surrogate=[900, 1000, 1500])
    found = splice(given_, "surrogate").set_index("year")
    assert found.loc[2010, "value"] == pytest.approx(50 * 900 / 1000)
    assert "2015" in found.loc[2010, "note_en"]


def test_interpolation_is_a_straight_line_and_stays_inside():
    found = splice(table(year=[2020, 2017, 2018, 2019], value=[40, 10, NONE, NONE]), "interpolation")
    assert found["value"].tolist() == pytest.approx([10, 20, 30, 40])
    with pytest.raises(InputError, match="2021"):
        splice(table(year=[2019, 2020, 2021], value=[1, 2, NONE]), "interpolation")


def test_extrapolation_follows_the_trend_a_few_years():
    found = splice(table(year=[2018, 2019, 2020, 2021], value=[10, 12, 14, NONE]), "extrapolation")
    assert found["value"].tolist() == pytest.approx([10, 12, 14, 16])
    with pytest.raises(InputError, match="2030"):
        splice(table(year=[2018, 2019, 2020, 2030], value=[10, 12, 14, NONE]), "extrapolation")


@pytest.mark.parametrize(
    ("series", "method", "code"),
    [
        (table(year=[2020], value=[1]), "overlap", "splice-column-missing"),
        (table(year=[2020, 2020], value=[1, 2]), "interpolation", "splice-years"),
        (table(year=[2020, 2021], value=[1, NONE], old=[NONE, 3]), "overlap", "splice-no-overlap"),
        (table(year=[2020, 2021], value=[1, NONE], surrogate=[0, 3]), "surrogate", "splice-no-driver"),
        (table(year=[2020, 2021], value=[1, NONE]), "interpolation", "splice-too-few"),
        (table(year=[2020, 2021, 2022], value=[1, 2, NONE]), "extrapolation", "splice-too-few"),
    ],
)
def test_what_cannot_be_spliced_is_refused(series, method, code):
    with pytest.raises(InputError) as refusal:
        splice(series, method)
    assert [finding.code for finding in refusal.value.findings] == [code]
    assert "{" not in refusal.value.findings[0].message("zh") + refusal.value.findings[0].message("en")


def test_an_unknown_method_names_the_known():
    with pytest.raises(UsageError, match="interpolation"):
        splice(table(year=[2020], value=[1]), "guessing")


@given(st.lists(st.floats(1, 1e9), min_size=4, max_size=12), st.data(), st.sampled_from(sorted(METHODS)))
def test_what_is_known_is_never_changed_and_every_gap_has_a_note(values, data, method):
    """Proportional old method and driver: whatever the method, a proportional series is found again."""
    years = list(range(2000, 2000 + len(values)))
    gap = data.draw(st.integers(1, len(values) - 2))
    straight = [100 + 7 * place for place in range(len(values))]
    value = [float(each) for each in (straight if method in ("interpolation", "extrapolation") else values)]
    known = [NONE if place == (len(values) - 1 if method == "extrapolation" else gap) else each
             for place, each in enumerate(value)]  # fmt: skip
    given_ = table(year=years, value=known, old=[each / 3 for each in value], surrogate=[each * 2 for each in value])
    found = splice(given_, method)
    assert numpy.allclose(found["value"], value, rtol=1e-9)
    assert (found["note_zh"] != "").tolist() == found["spliced"].tolist()
