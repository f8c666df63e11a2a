"""The catalogue of findings: every code in the source has its wording in both languages, and no wording is unused."""

import re
import string
from pathlib import Path

import pytest

from ghginv import findings
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

SOURCE = Path(findings.__file__).parent
CODE = re.compile(r'["\']([a-z]+(?:-[a-z0-9]+)+)["\']')


def quoted_codes() -> set[str]:
    return {code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_every_wording_is_used():
    assert not sorted(set(findings.catalogue()) - quoted_codes())


def test_every_finding_of_the_source_is_in_the_catalogue():
    used = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'Finding\(\s*["\']([a-z0-9-]+)["\']', path.read_text("utf-8"))
    }
    assert used
    assert not sorted(used - set(findings.catalogue()))


@pytest.mark.parametrize("wording", findings.catalogue().values(), ids=lambda wording: wording.code)
def test_both_languages_say_the_same_things(wording):
    def names(*texts):
        return {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field is not None}

    zh, en = names(wording.zh, wording.remedy_zh), names(wording.en, wording.remedy_en)
    assert {name.removesuffix("_zh") for name in zh} == {name.removesuffix("_en") for name in en}
    assert wording.zh
    assert wording.en
    assert wording.severity == "note" or (wording.remedy_zh and wording.remedy_en)


def test_a_message_names_place_fault_and_remedy():
    finding = Finding("unit-unknown", "a.xlsx", "燃料", "D7", found="吨吨", details={"near": "吨"})
    assert finding.message("zh") == "a.xlsx: 燃料!D7 | 计量单位“吨吨”无法识别 | 请改用单位表中的单位；相近的有：吨"
    assert finding.message("en").startswith("a.xlsx: 燃料!D7 | unknown unit '吨吨'")
    assert finding.record()["cell"] == "D7"


def test_errors_carry_findings_and_exit_codes():
    finding = Finding("unit-wrong-kind", found="t", expected="m3")
    assert (InputError(finding).exit_code, UsageError(finding).exit_code) == (1, 2)
    assert InputError(finding).findings == [finding]
    assert findings.errors([finding]) == [finding]


def test_a_listing_says_each_remedy_once():
    same = [
        Finding("unit-unknown", "a.xlsx", "燃料", f"D{row}", found="吨吨", details={"near": "吨"}) for row in range(5)
    ]
    lines = findings.listing(same, "en", most=2)
    assert [line[:30] for line in lines[:2]] == ["[error] a.xlsx: 燃料!D0 | unknow", "[error] a.xlsx: 燃料!D1 | unknow"]
    assert lines[2:] == ["    … 3 more of this kind", "    → use a unit of the unit list; close ones: 吨"]
    assert len(findings.listing(same)) == 6
