"""LibreOffice as the judge of live formulas: every cell is computed anew, whatever value a file brings along."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

# By default LibreOffice keeps the values that a workbook carries, right or wrong; 0 means: always compute.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def recalculate(paths: list[Path], into: Path) -> list[Path]:
    """Copies of workbooks in the folder ``into``, under the same names, with every formula computed by LibreOffice.

    Read them with ``openpyxl.load_workbook(path, data_only=True)``; values carry 15 digits. ``into`` must not be the
    folder of the workbooks. Each call has a user profile of its own, so calls may run beside each other.
    """
    into.mkdir(parents=True, exist_ok=True)
    copies = [into / path.name for path in paths]
    assert not set(copies) & set(paths), "the copies would overwrite the workbooks"
    with tempfile.TemporaryDirectory() as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(PROFILE, encoding="utf-8")
        command = ["soffice", "--headless", f"-env:UserInstallation={Path(profile).as_uri()}", "--convert-to", "xlsx"]
        result = subprocess.run([*command, "--outdir", into, *paths], capture_output=True, text=True, timeout=300)
    missing = [copy.name for copy in copies if not copy.is_file()]
    assert not missing, f"not recalculated: {missing}\n{result.stdout}\n{result.stderr}"
    return copies
