"""Who stands behind a document of a project: the owner who applies, the one who decides, the one who took it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

FORM, DECISION = "project", "project-decision"


def people(events: Iterable[Mapping[str, Any]]) -> dict[str, tuple[list[str], set[str]]]:
    """By document: who signed it, and who prepared what it approves.

    The form is signed by the owner of the project, who applies; who takes it in only holds budget for it. A decision is
    signed by the one who takes it, on what another one took in.
    """
    found: dict[str, tuple[list[str], set[str]]] = {}
    submitters: dict[str, str] = {}
    for event in events:
        told = event["detail"]
        if event["step"] != FORM or "verb" not in told:
            continue
        if told["verb"] == "submit":
            submitters[told["project"]] = event["actor"]
            found[told["document"]] = ([f"{told['owner']} {told['credit_code']}"], {event["actor"]})
        elif told["verb"] in ("approve", "reject"):
            found[told["document"]] = ([event["actor"]], {submitters[told["project"]]})
    return found
