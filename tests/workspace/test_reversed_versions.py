"""What a version of the budget posted is not reversed by hand: nothing could be posted in its place."""

from __future__ import annotations

import pytest

from ghginv.errors import InputError
from ghginv.store.audit import acting
from ghginv.workspace.budgets import ledger, steps
from tests.workspace import monthly_office as office


def test_an_entry_of_a_version_is_not_reversed_alone(tmp_path):
    office.issued(tmp_path)
    paper = tmp_path / "依据.txt"
    paper.write_text("编造的依据 made up, do not quote\n", encoding="utf-8")
    with acting("wang"):
        steps.sign(office.opened(tmp_path), paper)
    before = ledger.journal(office.opened(tmp_path))
    reserve = next(row["entry_id"] for row in before if row["kind"] == "reserve-set")
    with acting("li"), pytest.raises(InputError) as refused:
        ledger.post(office.opened(tmp_path), ledger.Order("reversal", entry=reserve, document=str(paper)))
    assert [each.code for each in refused.value.findings] == ["budget-post-versioned"]
    assert ledger.journal(office.opened(tmp_path)) == before
