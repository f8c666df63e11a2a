"""Filled inventory templates, many of them quickly: one is filled in and saved, the others differ in year or amount."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from ghginv.workbooks import build
from tests.workbooks.conftest import Sender

REGION = "440400"
AMOUNT = 1234567


@cache
def _filled(item: str) -> bytes:
    folder = Path(mkdtemp())
    build.build_inventory_template(folder / "t.xlsx", REGION)
    sender = Sender(folder / "t.xlsx", folder)
    sender.book["基本信息"]["B5"] = 2022
    sender.coal(燃料品种=item, 消费量=AMOUNT)
    return sender.save().read_bytes()


def workbook(path: Path, year: int = 2022, amount: float = 1200, item: str = "烟煤") -> Path:
    """A filled template of this year with this amount of a fuel; an ``item`` that there is not makes it wrong."""
    source = path.with_suffix(".source")
    path.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(_filled(item))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"<v>%d</v>" % AMOUNT, f"<v>{amount}</v>".encode())
            new.writestr(name, re.sub(rb'(r="B5"[^>]*><v>)2022(</v>)', rb"\g<1>%d\g<2>" % year, part))
    source.unlink()
    return path
