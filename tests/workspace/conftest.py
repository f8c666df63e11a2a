"""What tests of the workspace start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def base(issued_office: Path, tmp_path: Path) -> Path:
    """A copy of the small city with an issued budget, in workspace ``w``."""
    shutil.copytree(issued_office, tmp_path / "x")
    return tmp_path / "x"
