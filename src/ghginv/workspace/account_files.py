"""Carbon accounts as files: one workbook, page or Word file for an enterprise, each whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.account import Accounts
from ghginv.workspace.place import Workspace

if TYPE_CHECKING:
    from ghginv.enterprise.account import Account

ENDINGS = (".xlsx", ".html", ".docx")


def write(account: Account, path: Path, workspace: Workspace, lang: str = "zh") -> Path:
    """Write an account as .xlsx, .html or .docx; the file appears whole or not at all.

    UsageError for another ending.
    """
    if path.suffix not in ENDINGS:
        raise UsageError(Finding("account-ending", found=path.name, expected=" | ".join(ENDINGS)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with workspace.overlaid(), tempfile.TemporaryDirectory(dir=path.parent, prefix=".account") as folder:
        written = Path(folder) / path.name
        WRITERS[path.suffix](account, written, lang)
        written.chmod(0o644)
        shutil.move(written, path)
    return path


def write_all(
    accounts: Accounts,
    folder: Path,
    kind: str,
    lang: str = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Write the account of every enterprise into a folder, named by credit code; rows of ``summary`` with ``file``."""
    rows, whole = [], len(accounts.register)
    for done, enterprise in enumerate(accounts.register.index, start=1):
        account = accounts.account(enterprise)
        name = "".join(sign if sign.isalnum() else "_" for sign in enterprise)
        path = write(account, folder / f"{name}-{accounts.year}.{kind}", accounts.workspace, lang)
        rows.append({**accounts.summary(enterprise, lang), "file": str(path)})
        if progress:
            progress(done, whole)
    return rows


def _remarks(account: Account, lang: str) -> list[str]:
    """What stands at the top; that there is no quota is said where the quota would stand."""
    return [each.text(lang) for each in account.remarks if each.code != "account-no-quota"]


def _xlsx(account: Account, path: Path, lang: str) -> None:
    from ghginv.workbooks import account_workbook

    account_workbook.write(account.facts(), account.tables(), _remarks(account, lang), path, lang)


def _document(account: Account, lang: str) -> Any:
    from ghginv.reports import account_report

    return account_report.document(account.facts(), account.tables(), _remarks(account, lang), lang)


def _html(account: Account, path: Path, lang: str) -> None:
    from ghginv.reports import page

    path.write_text(page.html(_document(account, lang)), encoding="utf-8", newline="\n")


def _docx(account: Account, path: Path, lang: str) -> None:
    from ghginv.reports import word

    word.write(_document(account, lang), path)


WRITERS: dict[str, Callable[[Account, Path, str], None]] = {".xlsx": _xlsx, ".html": _html, ".docx": _docx}
