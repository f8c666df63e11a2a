"""The engine: DuckDB in memory, through Ibis. Nothing is downloaded and no file is opened by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


def connect() -> Backend:
    """A new engine of its own, without extensions, without access to files or the network."""
    import ibis

    engine = ibis.duckdb.connect()
    engine.raw_sql("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    return engine


def overflow() -> tuple[type[Exception], ...]:
    """What is raised where a number has no room in its column."""
    import duckdb

    return duckdb.ConversionException, duckdb.OutOfRangeException
