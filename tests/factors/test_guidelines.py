"""Guidelines that stand on another, and what is said of texts that were not read."""

import pytest

from ghginv.domain import categories
from ghginv.factors import guidelines
from tests import inventories

SEMICONDUCTORS = {"PFC-14", "HFC-23", "PFC-116", "SF6"}


@pytest.mark.parametrize(("guideline", "base"), [("gd2020", "pg2011"), ("pg2025", "pg2011")])
def test_a_guideline_whose_text_was_not_read_stands_on_another(guideline, base):
    own, other = guidelines.load(guideline), guidelines.load(base)
    assert own.rules == other.rules
    assert own.factor_sets[0] == guideline
    assert set(other.factor_sets) <= set(own.factor_sets)
    assert all(set(sets) <= set(own.sets(term)) for term, sets in other.factor_sets_for.items())
    assert own.digest() != other.digest()


def test_what_the_guideline_itself_says_is_asked_first():
    sets = guidelines.load("pg2025").sets("carbon_content")
    assert sets[:3] == ("pg2025", "pg2025_sec", "pg2011")


@pytest.mark.parametrize("guideline", [each for each in guidelines.available() if each != "ceads"])
def test_every_guideline_says_how_well_each_sector_is_known(guideline):
    coverage = guidelines.load(guideline).coverage
    assert [each.sector for each in coverage] == list(categories.SECTORS)
    assert all(each.known in guidelines.KNOWN and each.note_zh and each.note_en for each in coverage)


def test_a_run_under_an_unread_guideline_says_so():
    from ghginv.calculation.remarks import remarks

    found = [finding for finding in remarks(inventories.city("gd2020")) if finding.code == "guideline-unread"]
    assert len(found) == 1
    assert "能源活动" in found[0].text("zh")
    assert "pg2011" in guidelines.load("gd2020").factor_sets
    assert not [finding for finding in remarks(inventories.city("pg2011")) if finding.code == "guideline-unread"]


def test_the_same_data_give_the_same_figures_where_a_guideline_only_stands_in():
    ours, theirs = (inventories.city(each).rows for each in ("gd2020", "pg2011"))
    assert ours["mass_g"].sum() == theirs["mass_g"].sum()


def test_what_the_provincial_guideline_does_not_have_stands_beside_its_total():
    """The rules are held to the categories that the guideline itself has."""
    tree = categories.tree()
    for rule in guidelines.load("pg2011").rules:
        code = rule.category or rule.activity_category
        if rule.notation or code not in tree or categories.sector(code) == "energy":
            continue
        lines = list(categories.ancestors(code))[:-1]
        official = any(tree[each].official for each in lines) and not code.startswith("W.2.B")
        if code == "P.11":  # four gases of semiconductors
            official = rule.gas_of(rule.items[0]) in SEMICONDUCTORS and not rule.rule.startswith("byproduct")
        elif tree[code].parent == "P.10":  # SF6 where electrical equipment is made
            official = code == "P.10.M"
        assert rule.memo != "beyond" if official else rule.memo != "", (rule.line, code)


def test_one_that_counts_beyond_has_the_same_rows_in_its_total():
    own, plus = inventories.whole("pg2011"), inventories.whole("pg2011_plus")
    beyond = own.emissions[own.emissions["memo"] == "beyond"]
    assert len(beyond) > 20
    assert own.rows["co2e_g"].sum() == plus.rows["co2e_g"].sum()
    counted = [each.emissions[each.emissions["memo"] == ""]["co2e_g"].sum() for each in (own, plus)]
    assert counted[1] - counted[0] == beyond["co2e_g"].sum()
    assert (plus.emissions["memo"] != "beyond").all()


def test_a_run_says_what_stands_beyond():
    from ghginv.calculation.remarks import remarks

    codes = [finding.code for finding in remarks(inventories.whole("pg2011"))]
    assert "guideline-beyond" in codes
    assert "guideline-beyond" not in [finding.code for finding in remarks(inventories.whole("ipcc2006"))]
