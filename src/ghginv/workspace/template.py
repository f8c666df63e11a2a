"""``template``: a workbook to fill in, for the workspace's region where there is one."""

from __future__ import annotations

import datetime
from pathlib import Path

from ghginv.workspace.place import Workspace


def template(
    kind: str, path: Path, workspace: Workspace | None, year: int | None, lang: str, data: Path | None = None
) -> Path:
    """Write a template of a kind (``inventory``); the year is last year's unless given.

    ``data`` is a table of rows to fill in (see ``workbooks.prefill``).
    """
    from ghginv.workbooks import build, layout, prefill

    assert kind == "inventory", kind
    region = workspace.settings.region if workspace else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    year = year or datetime.datetime.now(datetime.UTC).year - 1
    entries = prefill.read(data, layout.load(kind), year, lang) if data else None
    build.build_inventory_template(path, region, year, lang, entries)
    return path
