"""Acts: what may be clicked on a page, each a verb of the seat; :data:`ACTS` is all there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.chat import filling_in, ordering
from assistant.chat.seat import Seat
from assistant.talk import outline
from assistant.talk.wishes import Act
from corpus.errors import NigaoError, SettingsError

Fields = Mapping[str, Any]


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _form(fields: Fields, name: str) -> str:
    form = fields.get("fields")
    return _text(form, name) if isinstance(form, Mapping) else ""


def _at(fields: Fields, name: str = "at") -> int:
    value = str(fields.get(name, ""))
    return int(value) if value.isdecimal() else 0


ACTS: dict[str, Callable[[Seat, Fields], None]] = {
    "say": lambda seat, f: seat.say(_text(f, "text")),
    "draft": lambda seat, f: seat.draft(),
    "export": lambda seat, f: seat.export(_text(f, "formName"), clean=bool(f.get("clean"))),
    "todo": lambda seat, f: seat.todo(),
    "revise": lambda seat, f: seat.revise(_text(f, "section"), _act(f)),
    "reword": lambda seat, f: seat.reword(_text(f, "key"), _form(f, "text"), _text(f, "was")),
    "strike": lambda seat, f: seat.reword(_text(f, "key"), "", _text(f, "was")),
    "fill": lambda seat, f: seat.fill(_text(f, "hole"), _form(f, "text")),
    "mend": lambda seat, f: seat.mend(_at(f)),
    "mend_all": lambda seat, f: seat.mend(None),
    "version": lambda seat, f: seat.version(_at(f, "number")),
    "compare": lambda seat, f: seat.compare(_at(f, "number")),
    "fact": lambda seat, f: filling_in.fact(
        seat, _text(f, "ref"), _text(f, "field"), _text(f, "value")
    ),
    "add_facts": lambda seat, f: filling_in.add_facts(seat, _form(f, "text")),
    "drop_problem": lambda seat, f: filling_in.drop(seat, "problems", _text(f, "ref")),
    "drop_guidance": lambda seat, f: filling_in.drop(seat, "guidance", _text(f, "ref")),
    "decide": lambda seat, f: filling_in.decide(
        seat, _text(f, "past"), _text(f, "now"), _form(f, "text")
    ),
    "decide_text": lambda seat, f: filling_in.decide_text(
        seat, _text(f, "past"), _text(f, "value")
    ),
    "outline_keep": lambda seat, f: ordering.reorder(
        seat, lambda rows: outline.ticked(rows, _at(f), kept=f.get("value") is True)
    ),
    "outline_name": lambda seat, f: ordering.reorder(
        seat, lambda rows: outline.renamed(rows, _at(f), _text(f, "value"))
    ),
    "outline_up": lambda seat, f: ordering.reorder(
        seat, lambda rows: outline.moved(rows, _at(f), -1)
    ),
    "outline_down": lambda seat, f: ordering.reorder(
        seat, lambda rows: outline.moved(rows, _at(f), 1)
    ),
    "outline_add": lambda seat, f: ordering.reorder(
        seat, lambda rows: outline.added(rows, _form(f, "heading"))
    ),
    "head": lambda seat, f: ordering.head(seat, _text(f, "field"), _text(f, "value")),
    "follow": lambda seat, f: ordering.follow(seat, _text(f, "value")),
    "sources": lambda seat, f: seat.sources(_text(f, "section")),
    "search": lambda seat, f: seat.search(_form(f, "query")),
    "remove_report": lambda seat, f: seat.remove_report(_text(f, "ref")),
}


def _act(fields: Fields) -> Act:
    acts: dict[str, Act] = {
        "redo": "redo",
        "shorten": "shorten",
        "lengthen": "lengthen",
        "lock": "lock",
        "unlock": "unlock",
    }
    said = acts.get(_text(fields, "do"))
    if said is None:
        raise SettingsError("不认识的改法")
    return said


def act(seat: Seat, fields: Fields) -> None:
    """Do what was clicked in its turn; what cannot be done is said in ``seat.notice``."""
    if stops(fields):
        seat.stop()
        return
    does = ACTS.get(_text(fields, "act"))
    with seat.session.turn:
        seat.notice, seat.wrong, seat.quiet = "", False, frozenset()
        try:
            if does:
                does(seat, fields)
        except NigaoError as error:
            seat.notice, seat.wrong = str(error), True


def stops(fields: Fields) -> bool:
    """Whether the stop was clicked: the one act that waits for no other."""
    return fields.get("act") == "stop"
