"""Industries of GB/T 4754-2017, with the enterprise guideline that serves them."""

import pytest

from ghginv.domain import industries
from ghginv.errors import UsageError


def test_the_whole_classification_is_there():
    levels = [industry.level for industry in industries.load().values()]
    assert {level: levels.count(level) for level in industries.LEVELS} == {
        "section": 20,
        "division": 97,
        "group": 473,
        "class": 26,
    }


def test_chain_and_names():
    assert industries.chain("30") == ("30", "C")
    assert industries.find("非金属矿物制品业").code == "30"
    assert industries.find("房地产业").code == "K"
    assert industries.load()["011"].name("en") == "谷物种植"


def test_guidelines_carry_their_doubt():
    division = industries.find_code("30")
    assert "水泥生产企业" in division.guidelines
    assert {industry.guideline_status for industry in industries.load().values() if industry.guidelines} == {
        "recalled",
        "doubtful",
    }


def test_an_unknown_code_names_its_neighbours():
    with pytest.raises(UsageError) as refusal:
        industries.chain("水泥")
    assert refusal.value.findings[0].code == "industry-code-unknown"
