"""Region and year."""

from __future__ import annotations

import pytest

REGION, YEAR = "B3", "B5"


def facts(sender, cell: str, value: object) -> None:
    sender.coal()
    sender.book["基本信息"][cell] = value


def test_region_and_year_are_read(sender) -> None:
    sender.coal()
    judgement = sender.judge(region="440000", year=2023)
    assert (judgement.findings, judgement.region, judgement.year) == ([], "440400", 2023)


@pytest.mark.parametrize("value", ["440499", "火星", 4404])
def test_unknown_region(sender, value: object) -> None:
    facts(sender, REGION, value)
    assert sender.found() == [("template-region-unknown", "基本信息", REGION)]


def test_region_as_a_number_and_year_as_text(sender) -> None:
    facts(sender, REGION, 440400)
    facts(sender, YEAR, "2023年")
    judgement = sender.judge()
    assert (judgement.findings, judgement.region, judgement.year) == ([], "440400", 2023)


def test_region_outside_the_workspace(sender) -> None:
    facts(sender, REGION, "440305")
    codes = [finding.code for finding in sender.findings(region="440400")]
    assert codes == ["template-region-outside", "template-made-for-other"]
    assert [finding.code for finding in sender.findings(region="440300")] == ["template-made-for-other"]


def test_region_not_in_force_in_the_year(sender) -> None:
    facts(sender, REGION, "440311")
    facts(sender, YEAR, 2015)
    assert ("template-region-not-in-force", "基本信息", REGION) in sender.found()


@pytest.mark.parametrize("value", [1989, 2027, "二〇二三", 23, 2023.5])
def test_year_outside_validity(sender, value: object) -> None:
    facts(sender, YEAR, value)
    assert ("template-year-invalid", "基本信息", YEAR) in sender.found()


def test_year_other_than_called_for(sender) -> None:
    sender.coal()
    assert sender.found(year=2022) == [("template-year-other", "基本信息", YEAR)]


def test_year_other_than_the_template_was_made_for(sender) -> None:
    facts(sender, YEAR, 2022)
    (finding,) = sender.findings()
    assert (finding.code, finding.severity) == ("template-made-for-other", "warning")


def test_missing_facts(sender) -> None:
    facts(sender, REGION, None)
    facts(sender, YEAR, None)
    assert sender.found() == [
        ("template-fact-missing", "基本信息", REGION),
        ("template-fact-missing", "基本信息", YEAR),
    ]
