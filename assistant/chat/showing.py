"""What a seat shows: every view of it as markup, by the view's name."""

from __future__ import annotations

from assistant.chat.check_view import (
    export_view,
    findings_view,
    reports_view,
    sources_view,
    versions_view,
)
from assistant.chat.draft_view import draft_view, progress_view
from assistant.chat.ordering import rows_of
from assistant.chat.seat import (
    CHECK,
    DECISIONS,
    DRAFT,
    EXPORT,
    FACTS,
    OUTLINE,
    REPORTS,
    SOURCES,
    TALK,
    Seat,
)
from assistant.chat.views import decisions_view, facts_view, outline_view, talk_view
from assistant.talk.places import Places
from corpus.reading.office import find_office

VERSIONS, PROGRESS, NOTICE = "versions", "progress", "notice"


def shown(seat: Seat) -> dict[str, str]:
    """The views of a seat as it is now."""
    session, paper = seat.session, seat.paper
    form = session.form(paper) if paper else None
    checked = session.check(paper) if paper else None
    places = (
        Places(paper.draft, checked.examined.text) if checked and paper and paper.draft else None
    )
    library = session.around.open_library()
    kinds = session.around.kind_table()
    work = seat.work()
    number, changes = seat.compared or (0, None)
    return {
        TALK: talk_view(seat.talk, seat.standing),
        PROGRESS: progress_view(work.look() if work else None),
        FACTS: facts_view(paper, form),
        DECISIONS: decisions_view(paper, form),
        OUTLINE: outline_view(
            paper,
            kinds.get(paper.sheet.kind) if paper else None,
            rows_of(seat),
            library.reports() if library else (),
        ),
        DRAFT: draft_view(paper.draft if paper else None, paper.sheet if paper else None),
        VERSIONS: versions_view(
            session.papers.versions(paper) if paper else (),
            paper.version if paper else 0,
            changes,
            number,
        ),
        CHECK: findings_view(checked, places),
        SOURCES: sources_view(seat.title, seat.query, seat.hits),
        EXPORT: export_view(
            paper,
            checked.judgement.counts()["error"] if checked else 0,
            pdf=find_office() is not None,
        ),
        REPORTS: reports_view(
            library.listing() if library else [],
            {key: kind.name for key, kind in kinds.items()},
            seat.taken,
        ),
    }
