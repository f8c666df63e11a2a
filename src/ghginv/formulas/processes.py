"""Industrial processes 工业生产过程: minerals, chemicals, metals."""

from __future__ import annotations
