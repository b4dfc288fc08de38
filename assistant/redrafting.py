"""A draft planned and judged again from what it keeps: sheet, kind, the report it follows."""

from __future__ import annotations

from pathlib import Path

from assistant.borrowing import borrow_wording
from assistant.desk import Drafted
from assistant.draft import Draft
from assistant.filling import is_kept_target
from assistant.named import named_report
from assistant.plan import Plan
from assistant.planning import plan_draft
from assistant.sheet.facts import Sheet
from corpus.errors import LibraryError, RevisionError
from corpus.kinds import kind_named
from corpus.library import Library
from corpus.report import Report
from eval.evaluate import evaluate
from eval.examined import from_draft


class Followed:
    """What a draft was made after: its kind, the report it follows, and the plan anew.

    ``like`` names the report where the library lacks it; ``kinds`` is the folder of one's own.
    """

    def __init__(
        self, draft: Draft, like: str, library: Library | None, kinds: Path | None
    ) -> None:
        self.draft, self.library = draft, library
        self.kind = kind_named(draft.kind, kinds)
        named = like or draft.recipe.get("like") or ""
        self.like, self.missing = _report(named, library, kinds)

    def planned(self) -> Plan:
        """The plan of the draft's own sheet.

        Raises:
            LibraryError: the report it follows is not to be found.
            RevisionError: the draft has no sheet.
        """
        if self.missing:
            raise LibraryError(
                f"{self.missing}，不知道这一节原来怎么写；请用 --library 或 --like 指明"
            )
        if self.draft.sheet is None:
            raise RevisionError("这份草稿没有带着事实表，不能重写；请重新运行 nigao draft")
        return self._plan(self.draft.sheet)

    def drafted(self, draft: Draft) -> Drafted:
        """The draft judged anew, ready to be written.

        Raises:
            LibraryError: the report it follows is not to be found: nothing would be compared.
        """
        if self.missing:
            raise LibraryError(
                f"{self.missing}，核不了有没有沿用去年的数和事；请用 --library 或 --like 指明"
            )
        sheet = draft.sheet
        if sheet is None:
            raise RevisionError("这份草稿没有带着事实表，核不了数；请重新运行 nigao draft")
        past = (self.like,) if self.like else ()
        judgement = evaluate(from_draft(draft, self.kind), sheet=sheet, past=past, draft=draft)
        doubts = self._plan(sheet).doubts
        return Drafted(draft, judgement, sheet, self.like, doubts=doubts)

    def _plan(self, sheet: Sheet) -> Plan:
        facts = tuple(fact for fact in sheet.facts if not is_kept_target(fact))
        bare = sheet.model_copy(update={"facts": facts, "kind": self.kind.id})
        return borrow_wording(plan_draft(bare, self.kind, self.like), self.library)


def _report(name: str, library: Library | None, kinds: Path | None) -> tuple[Report | None, str]:
    """The report named, or why it is not there."""
    if not name:
        return None, ""
    try:
        return named_report(name, library, own_kinds=kinds), ""
    except LibraryError:
        where = f"材料库“{library.folder}”" if library else "材料库（尚未建立）"
        return None, f"{where}里没有起草时参照的材料（{name}）"
