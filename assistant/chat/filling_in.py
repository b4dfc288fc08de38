"""What is filled in on the page: facts, problems and guidance, and what the office decides."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.chat.seat import FACTS, STALE, Seat
from assistant.sheet.facts import Decision
from assistant.talk import giving
from assistant.talk.paper import Paper
from corpus.errors import SettingsError


def fact(seat: Seat, ref: str, name: str, value: str) -> None:
    """One cell of the table of facts."""
    paper = seat.open_paper()
    fact = next((each for each in paper.sheet.facts if each.id == ref), None)
    if fact is None:
        raise SettingsError(STALE)
    if name == "value" and not fact.text:
        _value(seat, paper, ref, value)
        return
    name = "text" if name == "value" else name
    if name in ("text", "source", "department"):
        paper = paper.with_facts(fact.model_copy(update={name: value.strip()}))
        _renewed(seat, seat.session.keep(paper, "改事实"), (ref,))


def _value(seat: Seat, paper: Paper, ref: str, value: str) -> None:
    if value.strip():
        given = giving.give_value(paper, ref, value)
        if given.is_empty:
            label = paper.sheet.fact(ref).label
            raise SettingsError(f"“{label}”的“{value.strip()[:20]}”不是一个数，没有记；请只写数字")
        _renewed(seat, seat.session.keep(given.paper, f"记下{given.lines[0]}"), (ref,))
        return
    emptied = paper.sheet.fact(ref).model_copy(update={"value": None})
    _renewed(seat, seat.session.keep(paper.with_facts(emptied), "清空一个数"), (ref,))


def _renewed(seat: Seat, paper: Paper, refs: Iterable[str]) -> None:
    seat.paper, note = seat.session.renew(paper, tuple(refs))
    seat.notice = f"已记下。{note}"
    seat.quiet = frozenset({FACTS})


def add_facts(seat: Seat, text: str) -> None:
    """Facts in the writer's words, a line each."""
    given = giving.give_facts(seat.open_paper(), text)
    if given.is_empty:
        raise SettingsError("没有读出事实；一行写一件，如“全年召开党组会议24次”")
    _renewed(seat, seat.session.keep(given.paper, f"记下{len(given.lines)}项"), given.refs)
    seat.notice = f"记下了：{'；'.join(given.lines)}"
    seat.quiet = frozenset()


def drop(seat: Seat, name: str, ref: str) -> None:
    """Take a problem or a piece of guidance out."""
    paper = seat.open_paper()
    kept = tuple(each for each in getattr(paper.sheet, name) if each.id != ref)
    seat.paper = seat.session.keep(paper.with_sheet(**{name: kept}), "删去一项")


def decide(seat: Seat, past: str, now: str, text: str) -> None:
    """What the office says of a past deed; the same again takes it back."""
    if now == "改为" and not text.strip():
        raise SettingsError("改成什么？请先在右边写上今年怎么说，再点“改为”")
    known = _decision(seat, past)
    # Leaving the field has already said 改为; the click that follows must not undo it.
    again = known and known.now == now and now != "改为"
    _decided(seat, past, None if again else now, text)


def decide_text(seat: Seat, past: str, text: str) -> None:
    """How it is said this year; no words any more take it back."""
    known = _decision(seat, past)
    if text.strip():
        _decided(seat, past, "改为", text)
    elif known and known.now == "改为":
        _decided(seat, past, None, "")


def _decision(seat: Seat, past: str) -> Decision | None:
    decisions = seat.open_paper().sheet.decisions
    return next((each for each in decisions if each.past == past), None)


def _decided(seat: Seat, past: str, now: str | None, text: str) -> None:
    decided = giving.decide(seat.open_paper(), past, now, text.strip())  # type: ignore[arg-type]
    seat.paper = seat.session.keep(decided.settle(f"deed:{past}", f"guidance:{past}"), "核实一件")
