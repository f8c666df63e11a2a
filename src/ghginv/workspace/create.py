"""``init``: an empty workspace."""

from __future__ import annotations

from pathlib import Path

from ghginv import folders
from ghginv.domain import regions
from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace import accounts
from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import NAME, Settings


def create(
    folder: Path,
    region: str,
    name: str = "",
    guideline: str = "pg2011",
    language: str = "zh",
    base_year: int = 0,
    account: str = "",
    note: str = "",
) -> Workspace:
    """Make a workspace for a region (code or name); UsageError when one is there or the region is unknown.

    ``account`` is a kind of ``regions.ACCOUNTS``: the region is then new, with a code of its own below a district.
    """
    if (folder / NAME).exists():
        raise UsageError(Finding("workspace-exists", found=str(folder)))
    if account:
        accounts.add(folder, region, name or region, account, note)
    with folders.overlaid(folder):
        found = regions.find(region)
        levels = regions.chain(found.code)[1:] if found else ()
        near = "、".join(regions.nearest(region))
    if found is None:
        raise UsageError(Finding("region-unknown", found=region, details={"near": near}))
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        found.code, name or found.zh, levels, guideline=guideline, language=language, base_year=base_year
    )
    (folder / NAME).write_text(settings.text(), encoding="utf-8")
    workspace = Workspace(folder)
    _ = workspace.database
    return workspace
