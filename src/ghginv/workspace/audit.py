"""``audit``: the log of who did what, and the proof that it is whole and agrees with the workspace file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ghginv.findings import Finding
from ghginv.workspace.place import Workspace


@dataclass(frozen=True, slots=True)
class Proof:
    """How long the log is, the hash of its last entry, and what is wrong, the first broken link first."""

    entries: int
    hash: str
    findings: list[Finding]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def log(workspace: Workspace, last: int = 0) -> list[dict[str, Any]]:
    """The entries, oldest first, all or the newest ``last``.

    Columns ``seq, at, actor, action, subject, detail, previous, hash``.
    """
    from ghginv.store import audit

    return audit.entries(workspace.database, last)


def prove(workspace: Workspace, expected: str = "") -> Proof:
    """Prove the log whole; ``expected`` is a hash written down earlier, which must be that of one of its entries."""
    from ghginv.store import audit

    count, last = audit.end(workspace.database)
    return Proof(count, last, audit.faults(workspace.database, expected.strip().lower()))
