"""All that a user can do, one verb a file: the command line, the portal and Python call these and nothing below."""

from __future__ import annotations

from pathlib import Path

from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import locate


def open(path: str | Path | None = None) -> Workspace:
    """The workspace in ``path``, or the nearest one; UsageError when there is none."""
    return Workspace(locate(Path(path) if path is not None else None))
