"""Zero-sum-gains DEA: the published run of 2017, what the frontier promises, refusals and warnings."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv.budget.allocation.zsg_dea import dea_remarks, zsg_dea
from ghginv.errors import InputError, UsageError

# Yang & Lee 2022, Technological Forecasting & Social Change 182:121823, run of 2017 as printed in GitHub
# panday1995/2020-carbon_allocation, "carbon alloca_ZSG DEA.ipynb", cell 33: objective_function, hri_score, Weight_0
# (Beijing), Weight_8 (Shanghai). Fujian is its own reference. The data themselves are not readable.
PRINTED = pd.DataFrame(
    [
        ("Beijing", 1.0000, 3.2316, 1.0000, 0), ("Tianjin", 0.7119, 2.3005, 0.0957, 0.5580),
        ("Hebei", 0.2772, 0.8960, 2.1444, 0), ("Shanxi", 0.0314, 0.1015, 0.6819, 0),
        ("Inner Mongolia", 0.0934, 0.3017, 1.0194, 0), ("Liaoning", 0.2603, 0.8413, 1.6745, 0.1081),
        ("Jilin", 0.2901, 0.9374, 0.8882, 0), ("Heilongjiang", 0.2976, 0.9618, 0.5457, 0.4312),
        ("Shanghai", 1.0000, 3.2316, 0, 1.0000), ("Jiangsu", 0.5439, 1.7575, 2.3979, 1.1676),
        ("Zhejiang", 0.5027, 1.6245, 2.3329, 0.2449), ("Anhui", 0.2667, 0.8620, 1.5115, 0),
        ("Fujian", 1.0000, 3.2316, 0, 0), ("Jiangxi", 0.4114, 1.3294, 1.0511, 0),
        ("Shandong", 0.2914, 0.9416, 3.7838, 0.3572), ("Henan", 0.3137, 1.0137, 2.4966, 0),
        ("Hubei", 0.5666, 1.8311, 2.1479, 0.0049), ("Hunan", 0.4691, 1.5161, 1.8480, 0),
        ("Guangdong", 0.7179, 2.3201, 0.7365, 2.1152), ("Guangxi", 0.3696, 1.1945, 1.0227, 0),
        ("Hainan", 0.2703, 0.8736, 0.2344, 0), ("Chongqing", 0.5444, 1.7592, 0.9928, 0),
        ("Sichuan", 0.6461, 2.0881, 2.1190, 0), ("Guizhou", 0.1103, 0.3564, 0.5357, 0),
        ("Yunnan", 0.3086, 0.9974, 0.8733, 0), ("Shaanxi", 0.1008, 0.3259, 0.9180, 0),
        ("Gansu", 0.1709, 0.5523, 0.4244, 0), ("Qinghai", 0.2016, 0.6516, 0.1401, 0),
        ("Ningxia", 0.0390, 0.1260, 0.1259, 0), ("Xinjiang", 0.0900, 0.2908, 0.5809, 0),
    ],
    columns=["province", "score", "zsg_score", "beijing", "shanghai"],
).set_index("province")  # fmt: skip


def printed_run() -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Data that have the printed scores and reference weights, Beijing = 1.

    A score is (λ·b of the references)/b, so the printed columns give each province's emissions but for those of
    Shanghai (2.24 times Beijing's, CEADs 2017, recalled) and of Fujian, which follow from the printed ratio 3.2316.
    Output and inputs are any with which these references are the best: they enter the printed columns no further.
    """
    beijing, shanghai = PRINTED["beijing"], PRINTED["shanghai"]
    emissions = (beijing + 2.24 * shanghai) / PRINTED["score"]
    others = emissions.drop("Fujian")
    wanted = (others.sum() - 3.2316 * (others * PRINTED["score"]).sum()) / 2.2316
    emissions["Fujian"] = wanted
    output = beijing + 1.09 * shanghai
    people = beijing * np.where(shanghai > 0, 1, 2) + 0.8 * shanghai
    people["Beijing"] = 1.0
    assets = 10 * output
    output["Fujian"], people["Fujian"], assets["Fujian"] = 1.0, 10.0, 1.0
    return emissions, pd.DataFrame({"people": people, "assets": assets}), output


def test_run_of_2017_of_yang_and_lee():
    emissions, inputs, output = printed_run()
    found = zsg_dea(emissions, inputs, output.to_frame("gdp"))
    assert found["score"].to_numpy() == pytest.approx(PRINTED["score"].to_numpy(), abs=1e-9)
    assert found["zsg_score"].to_numpy() == pytest.approx(
        PRINTED["zsg_score"].to_numpy(), abs=2.2e-4
    )  # 3.23 × rounding of h
    assert (found["zsg_score"] / found["score"]).to_numpy() == pytest.approx(3.2316, abs=1e-9)
    assert found["allocation"].sum() == pytest.approx(emissions.sum(), rel=1e-12)


def test_one_output_by_hand():
    """Emissions a unit of output 1, 2, 4: scores 1, 1/2, 1/4; uniform K = 7/(1+1+1); single h (S+b)/(S+hb)."""
    emissions, output = np.array([1.0, 2, 4]), np.array([[1.0], [1], [1]])
    uniform = zsg_dea(emissions, None, output)
    assert uniform["score"].tolist() == pytest.approx([1, 0.5, 0.25])
    assert uniform["allocation"].tolist() == pytest.approx([7 / 3, 7 / 3, 7 / 3])
    single = zsg_dea(emissions, None, output, mode="single")
    assert single["zsg_score"].tolist() == pytest.approx([1, 0.5 * 7 / 6, 0.25 * 7 / 4])
    h, b, others = single["zsg_score"].iloc[2], 4.0, 3.0
    assert h == pytest.approx(0.25 * (1 + b * (1 - h) / others))  # Gomes & Lins 2008, proportional reduction
    assert single["allocation"].sum() == pytest.approx(7)


def test_variable_returns_spare_the_smallest_and_the_largest():
    """Emissions alike: under vrs whoever has the least input or the most output is on the frontier."""
    emissions, inputs, outputs = [1.0, 1, 1, 1], [[1.0], [2], [4], [3]], [[1.0], [3], [4], [1]]
    crs = zsg_dea(emissions, inputs, outputs)["score"]
    vrs = zsg_dea(emissions, inputs, outputs, returns="vrs")["score"]
    assert vrs.tolist()[:3] == pytest.approx([1, 1, 1])
    assert (vrs >= crs - 1e-9).all()
    assert crs.iloc[0] == pytest.approx(1 / 4)  # a quarter of the third unit: input 1, output 1, emissions 1/4


SIZES = st.lists(st.tuples(*[st.floats(0.5, 50)] * 3), min_size=2, max_size=7)


@given(SIZES, st.sampled_from(["uniform", "single"]), st.sampled_from(["crs", "vrs"]), st.randoms())
@settings(deadline=None, max_examples=40)
def test_sum_scale_order_and_scores(rows, mode, returns, random):
    b, x, y = np.array(rows).T
    found = zsg_dea(b, x[:, None], y[:, None], returns=returns, mode=mode)
    assert found["allocation"].sum() == pytest.approx(b.sum(), rel=1e-12)
    assert ((found["score"] > 0) & (found["score"] <= 1)).all()
    assert (found["score"] == 1).any()
    order = random.sample(range(len(b)), len(b))
    again = zsg_dea(b[order], x[order, None], y[order, None], returns=returns, mode=mode)
    assert again.to_numpy() == pytest.approx(found.iloc[order].to_numpy(), rel=1e-9)
    scaled = zsg_dea(b * 1e6, x[:, None] / 7, y[:, None] * 300, returns=returns, mode=mode)
    assert scaled["score"].to_numpy() == pytest.approx(found["score"].to_numpy(), rel=1e-8)


@given(SIZES)
@settings(deadline=None, max_examples=40)
def test_uniform_brings_everybody_to_the_frontier(rows):
    b, x, y = np.array(rows).T
    new = zsg_dea(b, x[:, None], y[:, None])["allocation"].to_numpy()
    assert zsg_dea(new, x[:, None], y[:, None])["score"].to_numpy() == pytest.approx(np.ones(len(b)), abs=1e-6)


def test_an_empty_unit_changes_nothing():
    found = zsg_dea([3.0, 2, 0], [[1.0], [1], [0]], [[1.0], [2], [0]], returns="vrs")
    assert found["allocation"].iloc[2] == 0
    assert found.iloc[:2].to_numpy() == pytest.approx(
        zsg_dea([3.0, 2], [[1.0], [1]], [[1.0], [2]], returns="vrs").to_numpy()
    )


def test_warnings_on_few_units_and_on_grandfathering():
    remarks = dea_remarks([3.0, 2, 1], None, [[1.0], [1], [1]])
    assert [(each.code, each.found, each.expected) for each in remarks] == [("budget-dea-few-units", "3", "4")]
    inputs, outputs = np.array([[1.0, 9], [9, 1], [5, 5], [3, 7]]), np.array([[1.0], [1], [1], [1]])
    emissions = [1.0, 1, 1, 1]
    assert zsg_dea(emissions, inputs, outputs)["allocation"].tolist() == pytest.approx(emissions)
    codes = [each.code for each in dea_remarks(emissions, inputs, outputs)]
    assert codes == ["budget-dea-few-units", "budget-dea-all-efficient"]
    assert {each.severity for each in dea_remarks(emissions, inputs, outputs)} == {"warning"}
    assert dea_remarks([1.0, 2, 3, 4], None, [[1.0], [1], [1], [1]]) == []
    assert dea_remarks(emissions, inputs, outputs, scores=[0.1, 0.2, 0.3, 1])[0].code == "budget-dea-few-units"


@pytest.mark.parametrize(
    ("emissions", "outputs", "code"),
    [
        ([1.0, 2], None, "budget-dea-no-outputs"),
        ([1.0, 2], [[1.0], [0]], "budget-dea-idle"),
        ([1.0, 0], [[1.0], [1]], "budget-dea-free"),
        ([1.0, -1], [[1.0], [1]], "budget-allocation-negative"),
        ([1.0, 1], [[1.0], [1], [1]], "budget-allocation-lengths"),
        ([1.0, 1], [[0.0], [0]], "budget-allocation-all-zero"),
    ],
)
def test_bad_input_is_refused(emissions, outputs, code):
    with pytest.raises(InputError) as raised:
        zsg_dea(emissions, None, outputs)
    assert raised.value.findings[0].code == code


@pytest.mark.parametrize("options", [{"returns": "drs"}, {"mode": "all"}])
def test_unknown_words_are_a_wrong_call(options):
    with pytest.raises(UsageError) as raised:
        zsg_dea([1.0, 1], None, [[1.0], [1]], **options)
    assert raised.value.findings[0].code == "budget-dea-option"
