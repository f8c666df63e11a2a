"""Who signed a document of a project, and on whose work it rests."""

from ghginv.workspace.budgets.project_people import people

SUBMIT = {"step": "project", "actor": "li", "detail": {"verb": "submit", "project": "XM-1", "document": "D1",
          "owner": "虚构公司", "credit_code": "C1"}}  # fmt: skip
APPROVE = {"step": "project", "actor": "wang", "detail": {"verb": "approve", "project": "XM-1", "document": "D2"}}
BUILD = {"step": "project", "actor": "li", "detail": {"verb": "build", "project": "XM-1"}}
OTHER = {"step": "execute", "actor": "zhao", "detail": {"document": "D3"}}


def test_the_owner_signs_the_form_and_who_decides_the_decision():
    found = people([OTHER, SUBMIT, APPROVE, BUILD])
    assert found == {"D1": (["虚构公司 C1"], {"li"}), "D2": (["wang"], {"li"})}


def test_nothing_happened():
    assert people([OTHER]) == {}
