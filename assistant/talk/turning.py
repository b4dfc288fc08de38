"""One turn of the talk: a message is heard, done and answered, or said to be none."""

from __future__ import annotations

from assistant.talk.asking import Question
from assistant.talk.conversing import Conversation, Turn
from assistant.talk.hearing import hear
from assistant.talk.paper import Paper
from assistant.talk.session import Session
from assistant.talk.tools import hear_by_model
from assistant.talk.wishes import Give, Unheard, Wish
from corpus.errors import NigaoError


def take_turn(session: Session, paper: Paper | None, text: str) -> Turn:
    """Do what the writer said and answer it; what cannot be done is said, and changes nothing."""
    asked = session.asked(paper) if paper else None
    year = paper.sheet.year if paper else session.around.today().year
    wish = hear(
        text,
        session.around.kind_table(),
        year=year,
        asked=asked is not None,
        open_paper=paper is not None,
    )
    conversation = Conversation(session, text, asked)
    try:
        wish = _heard_again(session, paper, text, wish, asked)
        if paper is None:
            return conversation.without_paper(wish)
        return conversation.turn(paper.hearing(text), wish)
    except NigaoError as error:
        if paper is None:
            return Turn(None, text=str(error))
        said = paper.hearing(text).saying(str(error), tone="error")
        return Turn(session.keep(said))


def _heard_again(
    session: Session, paper: Paper | None, text: str, wish: Wish, asked: Question | None
) -> Wish:
    """What a model hears in a message the rules do not know; without a model, what they made of it.

    Raises:
        ModelError: the model was asked and failed.
    """
    unknown = isinstance(wish, Unheard) or (isinstance(wish, Give) and not wish.sure)
    settings = session.around.model
    answers = asked is not None and asked.sort in ("office", "speaker", "problems", "guidance")
    if not unknown or answers or not settings.model:
        return wish
    kinds = session.around.kind_table()
    return hear_by_model(settings, text, kinds, paper, asked.text if asked else "") or wish
