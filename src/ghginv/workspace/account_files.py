"""Carbon accounts as files: one workbook, page or Word file for an enterprise, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.account import Accounts
from ghginv.workspace.place import Workspace
from ghginv.workspace.report import whole

if TYPE_CHECKING:
    from ghginv.enterprise.account import Account
    from ghginv.workspace.account_budget import Views
    from ghginv.workspace.budgets.enterprise_side import Side

ENDINGS = (".xlsx", ".html", ".docx")


def write(
    account: Account | None, path: Path, workspace: Workspace, lang: str = "zh", side: Side | None = None
) -> Path:
    """Write an account, the enterprise's side of a carbon budget, or both as .xlsx, .html or .docx.

    The file appears whole or not at all. UsageError for another ending.
    """
    if path.suffix not in ENDINGS:
        raise UsageError(Finding("account-ending", found=path.name, expected=" | ".join(ENDINGS)))
    with workspace.overlaid(), whole(path) as written:
        WRITERS[path.suffix](account, side, written, lang)
    return path


def write_all(
    accounts: Accounts,
    folder: Path,
    kind: str,
    lang: str = "zh",
    progress: Callable[[int, int], None] | None = None,
    views: Views | None = None,
) -> list[dict[str, Any]]:
    """Write the account of every enterprise into a folder, named by credit code; rows of ``summary`` with ``file``.

    ``views``: the same accounts with their sides of a carbon budget.
    """
    rows, count = [], len(accounts.register)
    for done, enterprise in enumerate(accounts.register.index, start=1):
        account = accounts.account(enterprise)
        name = "".join(sign if sign.isalnum() else "_" for sign in enterprise)
        side = views.side(enterprise) if views else None
        path = write(account, folder / f"{name}-{accounts.year}.{kind}", accounts.workspace, lang, side)
        rows.append({**accounts.summary(enterprise, lang), "file": str(path)})
        if progress:
            progress(done, count)
    return rows


def _remarks(account: Account | None, lang: str) -> list[str]:
    """What stands at the top; that there is no quota is said where the quota would stand."""
    if account is None:
        return [Finding("account-budget-only").text(lang)]
    return [each.text(lang) for each in account.remarks if each.code != "account-no-quota"]


def _plain(side: Side | None) -> Any:
    return None if side is None else (side.facts, side.tables)


def _xlsx(account: Account | None, side: Side | None, path: Path, lang: str) -> None:
    from ghginv.workbooks import account_budget, account_workbook

    remarks = _remarks(account, lang)
    if account is not None:
        account_workbook.write(account.facts(), account.tables(), remarks, path, lang, _plain(side))
    elif side is not None:
        account_budget.write(side.facts, side.tables, remarks, path, lang)


def document(account: Account | None, side: Side | None, lang: str) -> Any:
    """The account, the side or both as a document."""
    from ghginv.reports import account_budget, account_report

    remarks = _remarks(account, lang)
    if account is not None:
        return account_report.document(account.facts(), account.tables(), remarks, lang, _plain(side))
    assert side is not None
    return account_budget.document(side.facts, side.tables, remarks, lang)


def _html(account: Account | None, side: Side | None, path: Path, lang: str) -> None:
    from ghginv.reports import page

    path.write_text(page.html(document(account, side, lang)), encoding="utf-8", newline="\n")


def _docx(account: Account | None, side: Side | None, path: Path, lang: str) -> None:
    from ghginv.reports import word

    word.write(document(account, side, lang), path)


WRITERS: dict[str, Callable[[Account | None, Side | None, Path, str], None]] = {
    ".xlsx": _xlsx, ".html": _html, ".docx": _docx,
}  # fmt: skip
