"""The registry: rows that can be run, in both languages, with sources; and what is said of a broken one."""

import pytest

from ghginv import folders
from ghginv.budget.allocation import methods
from ghginv.errors import UsageError

DOC = folders.built_in() / "docs/budgets/methods.md"
HEAD = "method,zh,en,function,inputs,citation,status,fails_when_zh,fails_when_en"
GRANDFATHER = "ghginv.budget.allocation.grandfather.grandfather"


@pytest.mark.parametrize("method", methods.load().values(), ids=lambda method: method.id)
def test_a_row_says_all_and_its_function_is_there(method):
    assert callable(method.call())
    assert all((method.zh, method.en, method.citation, method.fails_when_zh, method.fails_when_en))
    assert f"`{method.id}`" in DOC.read_text("utf-8")


def test_options_and_columns_are_told_apart():
    found = methods.find("composite_combined")
    assert found.columns == ("criteria",)
    assert found.optional == ("lower", "upper")
    assert found.options == {"pairwise": None, "alpha": 0.5, "floor": 0.01}
    assert found.needed == {"pairwise"}
    assert methods.find("zsg-dea").options == {"returns": "crs", "mode": "uniform"}
    assert methods.find("intensity").options == {"reduction": None}
    assert methods.find("intensity").needed == frozenset()


def test_an_unknown_method_lists_those_there_are():
    with pytest.raises(UsageError) as wrong:
        methods.find("by-mood")
    (finding,) = wrong.value.findings
    assert (finding.code, finding.found) == ("budget-allocation-method", "by-mood")
    assert "per-capita" in finding.expected


@pytest.mark.parametrize(
    "row",
    [
        f"a,甲,a,{GRANDFATHER},emissions,x,guessed,x,x",
        "a,甲,a,os.system,emissions,x,found,x,x",
        f"a,甲,a,{GRANDFATHER},Emissions!,x,found,x,x",
        f"a,甲,a,{GRANDFATHER},emissions,x,found,x,x\na,甲,a,{GRANDFATHER},emissions,x,found,x,x",
    ],
)
def test_a_broken_row_is_named(tmp_path, row):
    path = tmp_path / "emission_factors/budget_methods.csv"
    path.parent.mkdir()
    path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with folders.overlaid(tmp_path), pytest.raises(folders.BrokenFile, match=r"budget_methods.csv:[23]: a: "):
        methods.load()


def test_a_workspace_may_bring_its_own_list(tmp_path):
    path = tmp_path / "emission_factors/budget_methods.csv"
    path.parent.mkdir()
    path.write_text(f"{HEAD}\nours,本市,ours,{GRANDFATHER},population lower?,市办法,own,x,x\n", encoding="utf-8")
    with folders.overlaid(tmp_path):
        assert list(methods.load()) == ["ours"]
    assert "ours" not in methods.load()
