"""The life of a budget: every step from every state, every guard, two different approvers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ghginv import folders
from ghginv.budget import process
from ghginv.budget.process import Circumstances, Standing
from ghginv.findings import Finding

DRAFTED = (("draft", "li", 1), ("total", "li", 1), ("allocate", "li", 1))
WHOLE = {"documents": {"D1": "ab"}, "plan": True}


def events(*steps: tuple[str, str, int]) -> list[dict]:
    return [
        {"revision": number, "step": step, "actor": actor, "version": version, "detail": {"path": step, "approvals": 2}}
        for number, (step, actor, version) in enumerate(steps, start=1)
    ]


def codes(step: str, now: Standing, **told: object) -> list[str]:
    return [
        finding.code for finding in process.refusals(step, now, Circumstances(**{"actor": "wang", **WHOLE, **told}))
    ]


def at(state: str, **more: object) -> Standing:
    known = {"version": 1, "total": {"path": "intensity"}, "preparers": frozenset({"li"})}
    return Standing(state, 9, **{**known, **more})


def test_the_way_from_draft_to_issue():
    way = [*DRAFTED, ("control", "li", 1), ("request", "chen", 1), ("review", "li", 1), ("submit", "li", 1)]
    assert process.standing(events(*way)).state == "submitted"
    once = process.standing(events(*way, ("approve", "wang", 1)))
    assert (once.state, once.approvers) == ("submitted", ("wang",))
    twice = process.standing(events(*way, ("approve", "wang", 1), ("approve", "zhao", 1)))
    assert twice.state == "approved"
    issued = process.standing(events(*way, ("approve", "wang", 1), ("approve", "zhao", 1), ("issue", "li", 1)))
    assert (issued.state, issued.issued, issued.preparers) == ("issued", 1, frozenset({"li"}))


def test_who_edits_after_an_approval_needs_all_approvals_again():
    way = [*DRAFTED, ("review", "li", 1), ("submit", "li", 1), ("approve", "wang", 1), ("return", "zhao", 1)]
    again = process.standing(events(*way, ("allocate", "sun", 2)))
    assert (again.state, again.approvers, again.preparers) == ("draft", (), frozenset({"li", "sun"}))


def test_an_adjustment_has_preparers_of_its_own():
    way = [*DRAFTED, ("review", "li", 1), ("submit", "li", 1), ("approve", "wang", 1), ("approve", "zhao", 1)]
    adjusting = process.standing(events(*way, ("issue", "li", 1), ("adjust", "qian", 1)))
    assert (adjusting.state, adjusting.issued, adjusting.preparers) == ("draft", 1, frozenset({"qian"}))


def test_who_withdraws_an_adjustment_is_back_at_the_version_in_force():
    way = [*DRAFTED, ("review", "li", 1), ("submit", "li", 1), ("approve", "wang", 1), ("approve", "zhao", 1)]
    way += [("issue", "li", 1), ("adjust", "qian", 1), ("total", "qian", 1), ("allocate", "qian", 2)]
    before = process.standing(events(*way[:8]))
    back = process.standing(events(*way, ("withdraw", "qian", 2)))
    assert (back.state, back.version, back.issued, back.total) == ("issued", 1, 1, before.total)
    assert codes("adjust", back, reason="gdp", reasons=("gdp",)) == []


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_as_many_approve_as_was_settled_when_it_was_submitted(wanted):
    way = events(*DRAFTED, ("review", "li", 1), ("submit", "li", 1), *(("approve", name, 1) for name in "abc"))
    for event in way:
        event["detail"] = {"approvals": wanted}
    for count in range(4):
        assert (process.standing(way[: 5 + count]).state == "approved") == (count >= wanted)


@pytest.mark.parametrize(
    ("step", "now", "told", "code"),
    [
        ("approve", at("submitted"), {"actor": "li"}, "budget-own-draft"),
        ("approve", at("submitted"), {"actor": ""}, "budget-own-draft"),
        ("approve", at("submitted", approvers=("wang",)), {}, "budget-approved-twice"),
        ("approve", at("submitted"), {"documents": {}}, "budget-document-missing"),
        ("approve", at("submitted"), {"documents": {"D1": ""}}, "budget-document-missing"),
        ("issue", at("submitted"), {}, "budget-step-state"),
        ("issue", at("approved"), {"ownerless": ["光明区"]}, "budget-owner-missing"),
        ("issue", at("approved"), {"documents": {}}, "budget-document-missing"),
        ("issue", at("approved"), {"stale": "total"}, "budget-version-stale"),
        ("review", at("draft"), {"missing": ["福田区"]}, "budget-requests-missing"),
        ("review", at("draft", version=0), {}, "budget-version-missing"),
        ("review", at("draft"), {"unbalanced": [Finding("budget-lines-sum", details={"difference": "-1"})]},
         "budget-lines-sum"),
        ("allocate", at("draft", total={}), {}, "budget-total-missing"),
        ("total", at("draft"), {"plan": False}, "budget-plan-missing"),
        ("return", at("review"), {"reason": " "}, "budget-reason-missing"),
        ("adjust", at("issued"), {"reason": "x", "reasons": ("gdp",)}, "budget-reason-unknown"),
        ("adjust", at("issued"), {"reason": "gdp", "reasons": ("gdp",), "day": "2026-12-01", "cutoff": "11-30"},
         "budget-after-cutoff"),
    ],
)  # fmt: skip
def test_a_guard_refuses_with_its_reason(step, now, told, code):
    assert codes(step, now, **told) == [code]


def test_without_anything_amiss_no_guard_refuses():
    told = {"reason": "gdp", "reasons": ("gdp",), "day": "2026-11-30", "cutoff": "11-30"}
    for step in process.steps().values():
        for state in step.sources:
            assert codes(step.step, at(state), **told) == []


def test_a_step_from_another_state_says_what_may_be_done():
    (found,) = process.refusals("issue", at("draft"), Circumstances("wang"))
    assert found.code == "budget-step-state"
    assert "review" in found.expected
    assert "编制" in found.message("zh")
    assert "draft" in found.message("en")


def test_a_budget_begins_with_a_draft_and_nothing_else():
    assert codes("draft", Standing()) == []
    for step in set(process.steps()) - {"draft"}:
        assert codes(step, Standing()) == ["budget-step-state"]


def test_a_step_that_leads_nowhere_known_is_a_fault_of_the_file(tmp_path):
    folder = tmp_path / "emission_factors" / "budget_rules"
    folder.mkdir(parents=True)
    (folder / "process.csv").write_text(
        "step,zh,en,from,to,guards,status,note\ndraft,编制,draft,draft,elsewhere,,own,\n", "utf-8"
    )
    with folders.overlaid(tmp_path), pytest.raises(folders.BrokenFile, match=r"process\.csv:2"):
        process.steps()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(process.steps())), st.sampled_from("abc")), max_size=40))
def test_nothing_is_issued_that_two_others_did_not_approve(wished):
    """Steps in any order by three people: those that are refused are left out, and what is issued was approved."""
    taken: list[tuple[str, str, int]] = []
    version = 0
    for step, actor in wished:
        now = process.standing(events(*taken))
        told = Circumstances(actor, day="2026-01-01", documents={"D": "ab"}, reason="gdp", reasons=("gdp",))
        if process.refusals(step, now, told):
            continue
        version += step == "allocate"
        taken.append((step, actor, version))
    for place, (step, _, number) in enumerate(taken):
        if step != "issue":
            continue
        begun = max((i for i, each in enumerate(taken[:place]) if each[0] in ("issue", "adjust")), default=0)
        since = max(i for i, each in enumerate(taken[:place]) if each[0] in ("draft", "total", "allocate", "return"))
        approvers = {actor for each, actor, _ in taken[since:place] if each == "approve"}
        preparers = {actor for each, actor, _ in taken[begun:place] if each in ("draft", "total", "allocate", "adjust")}
        assert len(approvers) >= 2
        assert not approvers & preparers
        assert number > 0
