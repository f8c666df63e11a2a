"""The life cycle: which step leads where, which version counts, and that no version is ever lost."""

from __future__ import annotations

import pytest

from ghginv.errors import InputError, UsageError
from ghginv.store import audit, database, life_cycle, submissions
from tests.store.filings import CODE, filing, hand_in, move


@pytest.fixture
def path(tmp_path):
    return tmp_path / "w.db"


@pytest.fixture
def opened(path):
    return database.connect(path)


def states(opened) -> list[str]:
    return [row["state"] for row in submissions.states(opened)]


def counting(opened) -> list[str]:
    return [row["submission"] for row in submissions.enterprise_active(opened, 2024)]


def test_the_whole_way(opened, path):
    entered = hand_in(opened, path, 1, note="盖章版")
    assert (entered.version, entered.state, entered.superseded) == (1, "submitted", ())
    assert move(opened, path, 1, "return", "缺少化验报告") == "returned"
    assert counting(opened) == []
    again = hand_in(opened, path, 2)
    assert (again.version, again.state, again.superseded) == (2, "resubmitted", ("S0000000001",))
    assert move(opened, path, 2, "verify") == "verified"
    assert move(opened, path, 2, "lock") == "locked"
    assert states(opened) == ["superseded", "locked"]
    assert counting(opened) == ["S0000000002"]
    told = [(each["state"], each["actor"], each["note"]) for each in submissions.events(opened, "S0000000001")]
    assert told == [
        ("submitted", "li", "盖章版"),
        ("returned", "wang", "缺少化验报告"),
        ("superseded", "li", "→ S0000000002"),
    ]
    assert submissions.find(opened, "S0000000002")["replaces"] == "S0000000001"
    assert audit.faults(opened) == []


@pytest.mark.parametrize("state", ["submitted", "verified"])
def test_a_newer_version_replaces_one_that_counted(opened, path, state):
    hand_in(opened, path, 1)
    if state == "verified":
        move(opened, path, 1, "verify")
    entered = hand_in(opened, path, 2)
    assert (entered.version, entered.state, entered.superseded) == (2, "submitted", ("S0000000001",))
    assert counting(opened) == ["S0000000002"]


def test_what_is_locked_is_corrected_with_a_reason_only(opened, path):
    hand_in(opened, path, 1)
    move(opened, path, 1, "verify")
    move(opened, path, 1, "lock")
    before = audit.end(opened)
    with pytest.raises(InputError) as refusal:
        hand_in(opened, path, 2, note="新版")
    assert [(each.code, each.found) for each in refusal.value.findings] == [("submission-locked", "S0000000001")]
    assert audit.end(opened) == before
    entered = hand_in(opened, path, 2, reason="核查发现煤量漏计")
    assert (entered.version, entered.state) == (2, "submitted")
    assert states(opened) == ["superseded", "submitted"]
    notes = [submissions.events(opened, f"S000000000{number}")[-1]["note"] for number in (1, 2)]
    assert notes == ["→ S0000000002；核查发现煤量漏计", "核查发现煤量漏计"]
    assert submissions.content(opened, "S0000000001") == filing(1).content
    assert submissions.count(opened, "S0000000001") == 3


def test_a_draft_takes_no_place_until_it_is_submitted(opened, path):
    hand_in(opened, path, 1)
    assert hand_in(opened, path, 2, draft=True).state == "draft"
    assert counting(opened) == ["S0000000001"]
    newer = hand_in(opened, path, 3, draft=True)
    assert newer.superseded == ("S0000000002",)
    assert move(opened, path, 3, "submit") == "submitted"
    assert states(opened) == ["superseded", "superseded", "submitted"]


def test_a_draft_that_corrects_what_is_locked_wants_its_reason(opened, path):
    hand_in(opened, path, 1)
    move(opened, path, 1, "verify")
    move(opened, path, 1, "lock")
    hand_in(opened, path, 2, draft=True)
    with pytest.raises(InputError):
        move(opened, path, 2, "submit")
    assert move(opened, path, 2, "submit", "核查意见") == "submitted"
    assert states(opened) == ["superseded", "submitted"]


def test_a_draft_is_withdrawn_and_may_come_back(opened, path):
    hand_in(opened, path, 1, draft=True)
    assert move(opened, path, 1, "withdraw") == "withdrawn"
    assert (hand_in(opened, path, 2).superseded, states(opened)) == ((), ["withdrawn", "submitted"])
    assert submissions.find(opened, "S0000000002")["replaces"] == ""
    assert move(opened, path, 1, "submit") == "submitted"
    assert states(opened) == ["submitted", "superseded"]


def test_what_was_returned_may_be_submitted_again_as_it_is(opened, path):
    hand_in(opened, path, 1)
    move(opened, path, 1, "return", "请核对")
    assert move(opened, path, 1, "submit", "已核对，无误") == "resubmitted"
    assert counting(opened) == ["S0000000001"]


def test_an_enterprise_that_moved_is_the_same_enterprise(opened, path):
    hand_in(opened, path, 1)
    hand_in(opened, path, 2, region="440400")
    assert states(opened) == ["superseded", "submitted"]


@pytest.mark.parametrize(
    "other",
    [{"year": 2023}, {"enterprise": "91440300MADEUP0002"}, {"kind": "form_205_1"}],
    ids=["year", "enterprise", "kind"],
)
def test_another_thing_replaces_nothing(opened, path, other):
    hand_in(opened, path, 1)
    assert hand_in(opened, path, 2, **other).version == 1
    assert states(opened) == ["submitted", "submitted"]


def test_of_a_region_each_region_has_its_own(opened, path):
    for number, region in ((1, "440300"), (2, "440400"), (3, "440300")):
        hand_in(opened, path, number, kind="inventory", enterprise="", region=region)
    assert states(opened) == ["superseded", "submitted", "submitted"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "resubmitted", "verified", "locked", "superseded"])
@pytest.mark.parametrize("step", life_cycle.MOVES)
def test_a_step_that_the_state_forbids_is_refused(opened, path, state, step):
    hand_in(opened, path, 1, draft=state == "draft")
    ways = {"returned": ["return"], "resubmitted": ["return", "submit"], "verified": ["verify"]}
    for each in {**ways, "locked": ["verify", "lock"]}.get(state, []):
        move(opened, path, 1, each, "理由")
    if state == "superseded":
        hand_in(opened, path, 2)
    assert submissions.find(opened, "S0000000001")["state"] == state
    before = audit.end(opened)
    if state in life_cycle.MOVES[step][0]:
        assert move(opened, path, 1, step, "理由") != state
        return
    with pytest.raises(UsageError) as refusal:
        move(opened, path, 1, step, "理由")
    assert refusal.value.findings[0].code == "submission-move"
    assert audit.end(opened) == before


def test_a_return_wants_its_reason(opened, path):
    hand_in(opened, path, 1)
    with pytest.raises(UsageError) as refusal:
        move(opened, path, 1, "return", " ")
    assert refusal.value.findings[0].code == "submission-reason"


def test_with_four_eyes_another_one_verifies(opened, path):
    hand_in(opened, path, 1, actor="li")
    with pytest.raises(UsageError) as refusal:
        move(opened, path, 1, "verify", actor="li", four_eyes=True)
    assert refusal.value.findings[0].code == "submission-same-person"
    assert move(opened, path, 1, "verify", actor="wang", four_eyes=True) == "verified"


def test_a_region_counts_its_own_filings_only(opened, path):
    for number, kind in enumerate(["inventory", "enterprise", "form_205_1", "remainder", "sealed"], start=1):
        enterprise = CODE if kind in ("enterprise", "form_205_1") else ""
        hand_in(opened, path, number, kind=kind, enterprise=enterprise)
    assert [each["kind"] for each in submissions.active(opened, "440300", 2024)] == ["inventory"]
    assert [each["enterprise"] for each in submissions.enterprise_active(opened, 2024)] == [CODE]
    assert submissions.enterprise_active(opened, 2024, ("locked",)) == []
    assert submissions.enterprise_active(opened, 2023) == []
