"""The workspace as an object: a folder with settings and a file, and the verbs a user has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.workspace import settings

if TYPE_CHECKING:
    from ghginv.store.database import Database
    from ghginv.workspace.import_workbook import Imported
    from ghginv.workspace.runs import Run


class Workspace:
    """A region's workspace. Opening it reads the settings; the database is opened when first needed."""

    def __init__(self, path: Path):
        self.path = path
        self.settings = settings.read(path)

    @cached_property
    def database(self) -> Database:
        """The workspace file, opened and up to date."""
        from ghginv.store import database

        return database.connect(self.path / settings.DATABASE)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """All or nothing: a transaction on the workspace file."""
        from ghginv.store import database

        with database.writing(self.database, self.path / settings.DATABASE) as writable:
            yield writable

    @contextmanager
    def overlaid(self) -> Iterator[None]:
        """Within the block, the workspace's own factors and templates stand before the shipped ones."""
        with folders.overlaid(self.path):
            yield

    def import_workbook(self, path: str | Path, *, year: int | None = None) -> Imported:
        """Judge a workbook and store it; see ``workspace.import_workbook``."""
        from ghginv.workspace.import_workbook import import_workbook

        return import_workbook(self, Path(path), year=year)

    def compile(
        self,
        year: int,
        region: str | None = None,
        guideline: str | None = None,
        gwp: str | None = None,
        engine: str = "duckdb",
    ) -> Run:
        """Compile a year's inventory; see ``workspace.compile_year``."""
        from ghginv.workspace.compile_year import compile_year

        return compile_year(self, year, region=region, guideline=guideline, gwp=gwp, engine=engine)

    def run(self, run: str) -> Run:
        """A run by its id or an unambiguous beginning of it."""
        from ghginv.workspace.runs import find_run

        return find_run(self, run)
