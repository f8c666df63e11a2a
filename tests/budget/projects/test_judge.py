"""Forms judged: what is wrong is named in its cell, one case each."""

import pytest

from tests.budget.projects.forms import OWNER, codes, fact, judged


def row(table, column, value, line=0):
    return lambda of: of[table][line].update({column: value})


CASES = {
    "project-fact-missing": lambda of: fact(of, "name", None),
    "project-fact-choice": lambda of: fact(of, "two_high", "也许"),
    "project-fact-day": lambda of: fact(of, "trial", "2027-02-30"),
    "project-fact-number": lambda of: fact(of, "investment", "两亿"),
    "project-fact-order": lambda of: fact(of, "trial", "2026-01-01"),
    "project-fact-industry": lambda of: fact(of, "industry", "9999"),
    "project-fact-twice": lambda of: of["facts"].append({"fact": "name", "value": "又一个"}),
    "credit-code-check": lambda of: fact(of, "credit_code", OWNER[:-1] + ("0" if OWNER[-1] != "0" else "1")),
    "project-energy-empty": lambda of: of.update(energy=[]),
    "project-products-empty": lambda of: of.update(products=[], benchmarks=[]),
    "project-negative": row("energy", "quantity", -1.0),
    "project-item-unknown": row("energy", "item", "原煤炭块"),
    "project-item-use": row("energy", "use", "sold"),
    "project-renewable-more": row("energy", "renewable", 2000.0, 1),
    "unit-unknown": row("energy", "unit", "筐"),
    "unit-wrong-kind": row("energy", "unit", "度"),
    "budget-plan-required": row("energy", "source", None),
    "project-output-zero": row("products", "quantity", 0.0),
    "project-product-unknown": row("benchmarks", "product", "乙"),
    "project-shares": lambda of: of["products"].append({**of["products"][0], "product": "乙", "share": 30.0}),
}


@pytest.mark.parametrize("industry", ["2999", "299", "A3981", "39811", "C"])
def test_an_industry_is_of_a_group_of_the_standard(industry):
    """The division 29 is there, a group 299 is not; 3981 is no part of section A."""
    assert "project-fact-industry" in codes(judged(lambda of: fact(of, "industry", industry))[1])


@pytest.mark.parametrize("industry", ["39", "398", "3981", "C3981", "c39"])
def test_an_industry_may_be_written_with_its_section(industry):
    form, _ = judged(lambda of: fact(of, "industry", industry))
    assert form
    assert form.facts["industry"] == industry.lstrip("Cc")


@pytest.mark.parametrize("code", CASES)
def test_a_fault_is_named_in_its_cell(code):
    form, findings = judged(CASES[code])
    assert form is None
    assert code in codes(findings)
    found = next(each for each in findings if each.code == code)
    if code not in ("project-energy-empty", "project-products-empty", "project-fact-missing"):
        assert found.sheet
        assert found.cell
    assert "{" not in found.message("zh") + found.message("en")


@pytest.mark.parametrize("table", ["energy", "products", "benchmarks"])
def test_a_row_given_twice_is_refused(table):
    assert "project-twice" in codes(judged(lambda of: of[table].append(dict(of[table][0])))[1])


def test_a_source_given_twice_is_refused_however_it_is_spelled():
    source = {"enterprise": OWNER, "name": "虚构", "measure": "关停", "amount_t": 5.0, "document": "核〔2026〕1号"}
    other = {**source, "document": " 核〔2026〕 1号", "enterprise": OWNER.lower()}
    assert "project-twice" in codes(judged(lambda of: of["replacement"].extend([source, other]))[1])


def test_a_new_plant_has_nothing_before():
    form, findings = judged(row("energy", "before", 5.0))
    assert form
    assert codes(findings) == ["project-before-new"]


def test_a_renovation_says_whether_site_and_process_change():
    assert "project-fact-missing" in codes(judged(lambda of: fact(of, "kind", "技术改造"))[1])


def test_units_become_those_of_the_item():
    form, _ = judged(lambda of: of["energy"][1].update(quantity=100.0, unit="万千瓦时", emission_factor=4.0))
    assert form
    assert (form.energy[1].quantity, form.energy[1].unit) == (1000.0, "MWh")
    assert form.energy[1].emission_factor == pytest.approx(0.4)


def test_the_id_does_not_depend_on_spelling():
    one, _ = judged()
    other, _ = judged(lambda of: fact(of, "name", " 编造 项目"))
    assert one
    assert other
    assert one.id == other.id
    assert not set(": ") & set(one.id)
