"""A seat at the desk over the sample reports, and what is said there."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from assistant.indexing import index_reports
from assistant.talk.conversing import Order
from assistant.talk.paper import Paper, Said
from assistant.talk.session import Session
from assistant.talk.speaking import after_draft
from assistant.talk.surroundings import Surroundings
from assistant.talk.turning import take_turn
from assistant.wiring import NO_MODEL, ModelSettings
from corpus.samples import sample_folder

TODAY = datetime.date(2026, 12, 20)


@cache
def sample_library() -> Path:
    """A library of the sample reports, made once and only read."""
    folder = Path(mkdtemp(prefix="nigao-samples-")) / "library"
    index_reports([Path(str(sample_folder())) / "reports"], folder)
    return folder


def session_in(
    folder: Path, user: str = "", *, library: Path | None = None, model: ModelSettings = NO_MODEL
) -> Session:
    """A session of ``user`` whose papers lie in ``folder``."""
    around = Surroundings(folder / "desk", library or sample_library(), lambda: TODAY, model=model)
    return Session(around, user)


class Talk:
    """Says one thing after another, and waits for drafts."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.paper: Paper | None = None
        self.order: Order | None = None
        self.text = ""

    def say(self, *texts: str) -> Said:
        """Say these one after another; the last answer comes back."""
        for text in texts:
            turn = take_turn(self.session, self.paper, text)
            self.paper, self.order, self.text = turn.paper, turn.order, turn.text
            if self.paper and self.order and self.order.what == "draft":
                self.session.draft(self.paper, after_draft(self.session)).wait(60)
                self.paper = self.session.papers.open(self.paper.id)
        return self.paper.talk[-1] if self.paper else Said("nigao", self.text)

    @property
    def open(self) -> Paper:
        """The paper, which is there by now."""
        assert self.paper is not None
        return self.paper

    def value(self, label: str) -> str:
        """What the sheet has for a label, with its measure."""
        fact = next(each for each in self.open.sheet.facts if each.label == label)
        return f"{fact.value}{fact.measure}" if fact.value is not None else ""

    def draft_text(self) -> str:
        """All the draft says."""
        assert self.open.draft is not None
        return "".join(sentence.text for sentence in self.open.draft.sentences())
