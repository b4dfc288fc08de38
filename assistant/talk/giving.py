"""Giving: what the writer says of this year becomes facts, problems, guidance and decisions.

A value lands in the open fact its words surely speak of, else it becomes a fact of its own; what
was given before is replaced and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.export.remarks import fact_value
from assistant.likeness import bigrams, share
from assistant.sheet.blankrows import BlankRow, matched_rows
from assistant.sheet.facts import Decision, DecisionNow, Fact, Guidance, Problem
from assistant.sheet.notes import read_said
from assistant.sheet.prose import as_prose, list_items
from assistant.talk.paper import Paper, next_id
from assistant.talk.pasted import pasted_table
from corpus.figures import find_figures, parse_number

SPOKEN = "写作人提供"
SAME_AS_LAST = "与上年相同，写作人确认"
_ALIKE = 0.99
_MOST_ROWS = 3
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}")
_BARE = re.compile(r"^(?:一共|共|总共|大约|约|是|有|达到|达|为)*(?P<amount>[^，。；]{1,20})$")


@dataclass(frozen=True, slots=True)
class Given:
    """The paper with what was given, in Chinese what was put down, an item a line, and the ids."""

    paper: Paper
    lines: tuple[str, ...]
    refs: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return not self.lines


def give_facts(paper: Paper, text: str, source: str = SPOKEN) -> Given:
    """Put down the facts that a message tells, in words or as a table."""
    table = pasted_table(text, paper.sheet.year, source)
    if table is not None:
        return _with_rows_left(put_facts(paper, table.facts), table.left)
    text = "\n".join(as_prose(line) for line in text.splitlines())
    noted = read_said(text, source, paper.sheet.year)
    given = put_facts(
        paper, [fact for fact in noted.facts if _WORDS.search(fact.label + fact.text)]
    )
    paper, lines = given.paper, list(given.lines)
    refs = list(given.refs)
    for problem in noted.problems:
        paper = _with_problem(paper, problem)
        refs.append(paper.sheet.problems[-1].id)
        lines.append(f"问题：{problem.text}")
    return Given(paper, tuple(lines), tuple(refs))


def _with_rows_left(given: Given, left: Sequence[str]) -> Given:
    if not left:
        return given
    rows = "、".join(f"“{row}”" for row in left[:_MOST_ROWS])
    more = f"等{len(left)}行" if len(left) > _MOST_ROWS else ""
    return replace(given, lines=(*given.lines, f"{rows}{more}没有看懂，没有记"))


def put_facts(paper: Paper, facts: Sequence[Fact]) -> Given:
    """Put down facts read from anywhere, each in its open place or behind all others."""
    homes = _homes(paper, facts)
    lines: list[str] = []
    refs: list[str] = []
    for at, fact in enumerate(facts):
        known = homes.get(at)
        kept = _filled(known, fact) if known else _new(paper, fact)
        paper = paper.with_facts(kept).settle(kept.id)
        lines.append(_line(known, kept))
        refs.append(kept.id)
    return Given(paper, tuple(lines), tuple(refs))


def give_value(paper: Paper, ref: str, text: str, source: str = SPOKEN) -> Given:
    """Put a bare value (24, 24次, 不少于12次) into the fact ``ref``; nothing when it is none."""
    fact = paper.sheet.fact(ref)
    found = _BARE.match(text.strip(" 。"))
    read = _amount(found["amount"]) if found else None
    if read is None:
        return Given(paper, ())
    value, measure, qualifier = read
    if measure and fact.measure and measure != fact.measure:
        return Given(paper, ())
    kept = fact.model_copy(
        update={
            "value": value,
            "measure": fact.measure or measure,
            "qualifier": qualifier or fact.qualifier,
            "source": fact.source or source,
        }
    )
    return Given(paper.with_facts(kept).settle(ref), (_line(fact, kept),), (ref,))


def change_value(paper: Paper, label: str, value: str) -> Given:
    """Another value for the fact that the label surely speaks of; nothing when none does."""
    fact = _spoken_of(paper, label)
    if fact is None:
        return Given(paper, ())
    head, _, rest = value.partition("，")
    given = give_value(paper, fact.id, head)
    if given.is_empty or not rest:
        return given
    more = give_facts(given.paper, fact.label + rest)
    return Given(more.paper, (*given.lines, *more.lines), (*given.refs, *more.refs))


def _spoken_of(paper: Paper, label: str) -> Fact | None:
    """The fact a label speaks of: the same words, else the only one that holds them all."""
    known = [fact for fact in paper.sheet.facts if fact.label]
    same = [fact for fact in known if _bare(fact.label) == _bare(label)]
    words = bigrams(_bare(label))
    alike = [fact for fact in known if words and share(words, bigrams(fact.label)) >= _ALIKE]
    valued = [fact for fact in same or alike if fact.value is not None]
    found = valued or same or alike
    return found[0] if same or len(found) == 1 else None


def keep_same(paper: Paper, ref: str) -> Given:
    """Last year's value as this year's; nothing where it was masked or never told."""
    fact = paper.sheet.fact(ref)
    if fact.previous is None:
        return Given(paper, ())
    kept = fact.model_copy(update={"value": fact.previous, "source": SAME_AS_LAST})
    return Given(paper.with_facts(kept).settle(ref), (_line(fact, kept),), (ref,))


def drop_fact(paper: Paper, ref: str) -> Paper:
    """The paper in which this fact is neither told nor missed."""
    fact = paper.sheet.fact(ref).model_copy(update={"required": False})
    return paper.with_facts(fact).settle(ref)


def give_problems(paper: Paper, text: str) -> Given:
    """Each sentence of the text a shortcoming of this year; 措施： begins its measure."""
    lines: list[str] = []
    refs: list[str] = []
    for said in _items(text):
        words, _, measure = said.partition("措施")
        problem = Problem(
            text=words.strip(" ，。；;：:"), measure=measure.strip(" ：:，。；;"), source=SPOKEN
        )
        if problem.text:
            paper = _with_problem(paper, problem)
            refs.append(paper.sheet.problems[-1].id)
            lines.append(
                f"问题：{problem.text}" + (f"；措施：{problem.measure}" if measure else "")
            )
    return Given(paper.settle("problems") if lines else paper, tuple(lines), tuple(refs))


def give_guidance(paper: Paper, name: str, text: str, replaces: str = "") -> Given:
    """Wording from above, in place of last year's ``replaces`` when there is one."""
    items = paper.sheet.guidance
    piece = Guidance(
        id=next_id("G", items), name=name, text=text.strip(" 。"), replaces=replaces, source=SPOKEN
    )
    kept = tuple(each for each in items if each.name != name)
    given = paper.with_sheet(guidance=(*kept, piece))
    return Given(given, (f"上级精神：{name}",), (piece.id,))


def decided(paper: Paper, past: str, now: DecisionNow, text: str = "") -> Given:
    """As :func:`decide`, told as what was given."""
    kept = decide(paper, past, now, text)
    said = f"{past}：{now}{text}"
    return Given(kept, (said,), (kept.sheet.decisions[-1].id,))


def decide(paper: Paper, past: str, now: DecisionNow | None, text: str = "") -> Paper:
    """The paper with what the office says of a past deed or phrase; None takes it back."""
    kept = tuple(each for each in paper.sheet.decisions if each.past != past)
    if now is not None:
        ref = next_id("D", paper.sheet.decisions)
        kept = (*kept, Decision(id=ref, past=past, now=now, text=text, source=SPOKEN))
    return paper.with_sheet(decisions=kept)


# -- places for facts -----------------------------------------------------------------------------


def _homes(paper: Paper, facts: Sequence[Fact]) -> dict[int, Fact]:
    """By the number of the fact given: the fact of the paper it is a value for."""
    known = [fact for fact in paper.sheet.facts if not fact.text]
    homes = {
        at: same
        for at, fact in enumerate(facts)
        if fact.value is not None and (same := _same_label(fact, known))
    }
    left = [fact for fact in known if fact.id not in {each.id for each in homes.values()}]
    rows = [
        BlankRow(each.blank, each.section, each.label, each.measure, each.label) for each in left
    ]
    loose = [
        fact.model_copy(update={"id": str(at)})
        for at, fact in enumerate(facts)
        if at not in homes and fact.value is not None
    ]
    matched = matched_rows(loose, rows) if rows and loose else {}
    found = {int(ref): left[row] for row, ref in matched.items()}
    return homes | {at: fact for at, fact in found.items() if _may_replace(facts[at], fact)}


def _may_replace(given: Fact, known: Fact) -> bool:
    """Whether words that are not the same may give the fact its value.

    A value it has already is given up only where the words of one lie in the other's: 信访员培训 is
    not 信贷员培训.
    """
    if known.value is None:
        return True
    said, had = (bigrams(_bare(each.label)) for each in (given, known))
    return said <= had or had <= said


def _same_label(fact: Fact, known: Iterable[Fact]) -> Fact | None:
    alike = [each for each in known if _bare(each.label) == _bare(fact.label)]
    fits = [each for each in alike if fact.measure in ("", each.measure) or not each.measure]
    return fits[0] if fits else None


def _bare(label: str) -> str:
    return re.sub(
        r"^(?:全年|今年|年内|累计|共|一共|全局|局党组|召开|开展|举办|组织)+|(?:的)?(?:次数|数量|个数|数)$",
        "",
        label,
    )


def _filled(known: Fact, given: Fact) -> Fact:
    fresh = {
        "value": given.value,
        "measure": given.measure or known.measure,
        "qualifier": given.qualifier,
        "previous": given.previous if given.previous is not None else known.previous,
        "as_of": given.as_of or known.as_of,
        "source": given.source or known.source,
        "department": given.department or known.department,
    }
    return known.model_copy(update=fresh)


def _new(paper: Paper, fact: Fact) -> Fact:
    return fact.model_copy(update={"id": next_id("F", paper.sheet.facts)})


def _line(before: Fact | None, now: Fact) -> str:
    told = f"{now.label}{fact_value(now)}" if now.label else now.text
    if before is None or before.value is None or before.value == now.value:
        return told
    return f"{told}（原为{before.value:f}{before.measure}）"


def _with_problem(paper: Paper, problem: Problem) -> Paper:
    items = paper.sheet.problems
    kept = problem.model_copy(update={"id": next_id("P", items)})
    return paper.with_sheet(problems=(*items, kept)).settle("problems")


def _items(text: str) -> list[str]:
    """Problems told in one breath, apart: at ；, at a line's end, and before 二是."""
    lines = "\n".join(as_prose(line) for line in text.splitlines())
    cut = re.sub(r"(?<=[。；;])(?!\s*措施)|(?<!^)(?=[一二三四五六七八九十]是)", "\n", lines)
    told = [each.strip() for each in cut.splitlines() if each.strip(" 。；;")]
    return [item for each in told for item in list_items(each)]


# -- amounts --------------------------------------------------------------------------------------


def _amount(text: str) -> tuple[Decimal, str, str] | None:
    """The one value the words hold, its measure and its bound; None when there is none or more."""
    figures = [figure for figure in find_figures(text) if figure.sort == "amount"]
    if len(figures) == 1:
        return figures[0].value, figures[0].measure, figures[0].qualifier
    number = parse_number(text)
    return (number, "", "") if number is not None and not figures else None
