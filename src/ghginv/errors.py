"""What is raised: wrong input (exit code 1) or a wrong call (exit code 2), each with findings that say why."""

from __future__ import annotations

from ghginv.findings import Finding, listing


class GhginvError(Exception):
    """The root of what ghginv raises on purpose; ``findings`` say what, where and what to do."""

    exit_code = 1

    def __init__(self, *findings: Finding):
        self.findings = list(findings)
        super().__init__(self.message("zh"))

    def message(self, lang: str = "zh") -> str:
        """All findings, one kind together, each kind with its remedy."""
        return "\n".join(listing(self.findings, lang))


class InputError(GhginvError):
    """The input is wrong: a file, a table, a value."""


class UsageError(GhginvError):
    """The call is wrong: an unknown name, a missing workspace."""

    exit_code = 2
