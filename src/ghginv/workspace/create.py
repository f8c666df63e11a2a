"""``init``: an empty workspace."""

from __future__ import annotations

from pathlib import Path

from ghginv.domain import regions
from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.place import Workspace
from ghginv.workspace.settings import NAME, Settings


def create(
    folder: Path, region: str, name: str = "", guideline: str = "pg2011", language: str = "zh", base_year: int = 0
) -> Workspace:
    """Make a workspace for a region (code or name); UsageError when one is there or the region is unknown."""
    found = regions.find(region)
    if found is None:
        near = "、".join(regions.nearest(region))
        raise UsageError(Finding("region-unknown", found=region, details={"near": near}))
    if (folder / NAME).exists():
        raise UsageError(Finding("workspace-exists", found=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    levels = regions.chain(found.code)[1:]
    settings = Settings(
        found.code, name or found.zh, levels, guideline=guideline, language=language, base_year=base_year
    )
    (folder / NAME).write_text(settings.text(), encoding="utf-8")
    workspace = Workspace(folder)
    _ = workspace.database
    return workspace
