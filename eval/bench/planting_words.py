"""Errors of years, reuse, wording, marks and layout, planted in a clean paper one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.draft import Draft, DraftSection, Evidence, Sentence
from assistant.labels import bare_of_quotes, pairs_of
from corpus.clauses import split_clauses, split_sentences
from corpus.matters import act_verb
from corpus.names import find_names
from corpus.phrases import find_set_phrases
from corpus.reading.measured import MeasuredLayout
from corpus.report import Report
from eval.bench.papers import Paper
from eval.bench.planting import Mutant, appended, replaced, words
from eval.examined import Examined, from_report

_VERBS = ("推动", "加强", "落实", "组织", "完善", "深化", "强化", "坚持", "提升", "推进")
_FAR = 0.3
# Letters of its own from which a paragraph, or a stretch inside one, is a copy and no formula.
_PARAGRAPH, _STRETCH = 40, 60


def times(paper: Paper) -> Iterator[Mutant]:
    """Y401–Y404."""
    examined = paper.examined()
    yield from _years(paper, examined)
    own = _lines_of_year(paper, examined)
    for code, name in (("Y402", "stale"), ("Y403", "early")):
        for phrase in words(name).get(paper.year, ()):
            if _is_guidance(phrase, paper):
                continue
            # Whether a yearly meeting has met only the day of a dated paper tells.
            if re.search(r"20\d{2}年", phrase) and paper.sheet is None:
                continue
            for mutant in appended(paper, code, phrase, f"{phrase}。"):
                if mutant.line in own:
                    yield mutant
    if paper.kind != "speech":
        for sentence in words("relative"):
            yield from appended(paper, "Y404", sentence[:2], f"{sentence}。")


def _is_guidance(phrase: str, paper: Paper) -> bool:
    """Whether this year's guidance says so itself, which makes it right."""
    said = (each.text for each in paper.sheet.guidance) if paper.sheet else ()
    return any(bare_of_quotes(phrase).removeprefix("为") in bare_of_quotes(text) for text in said)


def _years(paper: Paper, examined: Examined) -> Iterator[Mutant]:
    """The year that places a title, heading or paragraph in time, left as it was a year ago."""
    for piece in examined.pieces:
        wanted = f"{piece.year}年"
        places = piece.place in ("title", "opening", "heading")
        at = piece.text.find(wanted)
        if at < 0 or piece.place == "date" or not (places or at == 0) or "《" in piece.text[:at]:
            continue
        before, after = piece.text[:at], piece.text[at + len(wanted) :]
        if re.search(r"[较比自从与]$", before) or re.match(r"以来|起|度?考核", after):
            continue
        line = examined.text.count("\n", 0, piece.start)
        column = piece.start - (examined.text.rfind("\n", 0, piece.start) + 1) + at
        text = paper.lines[line]
        if text[column : column + len(wanted)] == wanted:
            text = text[:column] + f"{piece.year - 1}年" + text[column + len(wanted) :]
            yield Mutant("Y401", piece.place, replaced(paper, line, text), line)


def _lines_of_year(paper: Paper, examined: Examined) -> set[int]:
    """The lines that speak of the paper's own year."""
    return {
        examined.text.count("\n", 0, piece.start)
        for piece in examined.pieces
        if piece.year == paper.year
    }


# --- R -----------------------------------------------------------------------------------------


def reuse(paper: Paper) -> Iterator[Mutant]:
    """R601–R603."""
    examined = paper.examined()
    yield from _repeated(paper)
    for report in paper.past:
        yield from _pasted(paper, examined, report)
        yield from _pasted_paragraphs(paper, examined, report)
        if paper.sheet is not None:
            yield from _past_deeds(paper, report)
            yield from _past_names(paper, report)


def _repeated(paper: Paper) -> Iterator[Mutant]:
    lines = paper.lines
    for at, line in enumerate(lines):
        sentences = [
            each.text
            for each in split_sentences(line)
            if len(each.body) >= 18 and not re.match(r"\d|（|[一二三四五六七八九十]+、", each.text)
        ]
        for sentence in sentences[:1] if len(line) > 40 else ():
            for mutant in appended(paper, "R602", "整句重复", sentence):
                if mutant.line > at:
                    yield mutant
                    break
        for verb in _VERBS:
            found = re.search(rf"(?<=[，。；]){verb}(?!{verb})", line)
            if found:
                text = line[: found.start()] + verb + line[found.start() :]
                yield Mutant("R602", "叠字", replaced(paper, at, text), at)


def _pasted(paper: Paper, examined: Examined, report: Report) -> Iterator[Mutant]:
    """A whole part of last year's put in the place of this year's."""
    last = from_report(report, examined.kind)
    for role in ("problems", "work", "review", "situation", "tasks"):
        here = [piece for piece in examined.bodies if piece.role == role]
        there = [piece.text for piece in last.bodies if piece.role == role]
        if here and there and sum(map(len, there)) > 120:
            lines = paper.lines
            for number, piece in enumerate(here):
                line = examined.text.count("\n", 0, piece.start)
                if piece.text in lines[line]:
                    lines[line] = lines[line].replace(piece.text, there[number % len(there)])
            yield Mutant("R601", role, paper.with_text("\n".join(lines)))


def _pasted_paragraphs(paper: Paper, examined: Examined, report: Report) -> Iterator[Mutant]:
    """One paragraph of last year's, by itself or at the end of one of this year's."""
    last = from_report(report, examined.kind)
    bodies = {
        examined.text.count("\n", 0, piece.start)
        for piece in examined.pieces
        if piece.place == "body"
    }
    for number, piece in enumerate(piece for piece in last.bodies if piece.place == "body"):
        text = "".join(piece.text.split())
        forms = (("单独成段", "\n", _PARAGRAPH), ("接在段后", "", _STRETCH))
        for sort, joint, least in forms:
            # A clause whose figure happens to be this year's is no copy.
            judged = re.sub(r"[^，。；]*[\d*×][^，。；]*", "", text) if paper.sheet else text
            if _own_letters(judged) < least or text in paper.text:
                continue
            mutants = [
                each
                for each in appended(paper, "R601", sort, f"{joint}{text}")
                if each.line in bodies
            ]
            yield replace(mutants[number % len(mutants)], line=-1)


def _own_letters(text: str) -> int:
    """How many letters stand outside set phrases and titles."""
    for each in reversed(find_set_phrases(text)):
        text = text[: each.start] + text[each.end :]
    return len(re.findall("[\u4e00-\u9fffA-Za-z]", re.sub("《[^》]*》", "", text)))


def _past_deeds(paper: Paper, report: Report) -> Iterator[Mutant]:
    """One-off acts a past report tells and this year's sheet does not."""
    known = _known_words(paper)
    for text in report.texts():
        for clause in split_clauses(text):
            body = clause.body
            verb = act_verb(body)
            if not verb or not 10 <= len(body) <= 40 or re.search(r"[*＊×X□某\d]", body):
                continue
            told = f"的{verb}" not in body and not re.search(r"以来|中央|全党|国务院", body)
            if told and not _is_known(body, known) and body not in paper.text:
                yield from _spread(appended(paper, "R603", "旧事", f"{body}。"))


def _past_names(paper: Paper, report: Report) -> Iterator[Mutant]:
    sheet = paper.sheet
    known = "\n".join(_known_words(paper)) + paper.text
    own = tuple(
        name
        for name in (paper.unit, report.unit, *((sheet.short, sheet.own) if sheet else ()))
        if name
    )
    for text in report.texts():
        for name in find_names(text, own=own):
            bare = name.text.strip("“”《》")
            if bare not in known and len(bare) >= 3 and not re.search(r"[*＊×X□某]", bare):
                yield from _spread(appended(paper, "R603", "旧名", f"会同{name.text}抓好落实。"))


def _spread(mutants: Iterator[Mutant]) -> Iterator[Mutant]:
    """One mutant of many that differ by place only."""
    for mutant in mutants:
        yield mutant
        return


def _known_words(paper: Paper) -> list[str]:
    sheet = paper.sheet
    if sheet is None:
        return []
    return [
        *(f"{fact.label}{fact.text}{fact.note}" for fact in sheet.facts),
        *(f"{each.text}{each.measure}" for each in sheet.problems),
        *(f"{each.name}{each.text}" for each in sheet.guidance),
        *(f"{each.past}{each.text}" for each in sheet.decisions),
    ]


def _is_known(deed: str, known: list[str]) -> bool:
    said = pairs_of(deed)
    return any(
        len(said & pairs_of(item)) >= _FAR * min(len(said), len(pairs_of(item)))
        for item in known
        if item
    )


def carried(paper: Paper) -> Iterator[Mutant]:
    """R604 and R601: a section that says it carries routine wording; a copy that says nothing."""
    draft = paper.draft
    if draft is None:
        return
    yield from _unsaid_copies(paper, draft)
    for number, section in enumerate(draft.sections):
        marked = _marked(section)
        if marked is not None:
            sections = (*draft.sections[:number], marked, *draft.sections[number + 1 :])
            told = replace(draft, sections=sections)
            yield Mutant("R604", "沿用", replace(paper, draft=told))


def _unsaid_copies(paper: Paper, draft: Draft) -> Iterator[Mutant]:
    """A paragraph of last year's that a model wrote down again."""
    texts = [
        text for report in paper.past for section in report.walk() for text in section.paragraphs
    ]
    long_enough = (text for text in texts if _own_letters(text) >= _STRETCH)
    for number, (text, section) in enumerate(zip(long_enough, draft.sections * 9, strict=False)):
        copy = (Sentence(text, (Evidence("model", "", ""),)),)
        told = replace(section, paragraphs=(*section.paragraphs, copy))
        at = number % len(draft.sections)
        sections = (*draft.sections[:at], told, *draft.sections[at + 1 :])
        yield Mutant("R601", "无据照抄", replace(paper, draft=replace(draft, sections=sections)))


def _marked(section: DraftSection) -> DraftSection | None:
    """The section with one more carrying child or paragraph; None when all carry already."""
    for number, child in enumerate(section.children):
        marked = _marked(child)
        if marked is not None:
            children = (*section.children[:number], marked, *section.children[number + 1 :])
            return replace(section, children=children)
    sentences = [each for paragraph in section.paragraphs for each in paragraph]
    notes = [evidence.note for each in sentences for evidence in each.evidence]
    if not sentences or any(note.startswith("沿用") for note in notes):
        return None
    first = sentences[0]
    carried = Sentence(first.text, (*first.evidence, Evidence("passage", "r#1", "沿用")))
    rest = section.paragraphs[0][1:]
    return replace(section, paragraphs=((carried, *rest), *section.paragraphs[1:]))


# --- W and F -----------------------------------------------------------------------------------


def wording(paper: Paper) -> Iterator[Mutant]:
    """W701–W705."""
    for row in words("phrases"):
        for wrong in row["wrong"]:
            yield from appended(paper, "W701", "提法走样", f"始终坚持{wrong}。")
            for at, line in enumerate(paper.lines):
                if row["right"] in line and at:
                    text = line.replace(row["right"], wrong, 1)
                    yield Mutant("W701", "原文走样", replaced(paper, at, text), at)
    for order in words("orders"):
        yield from appended(paper, "W702", "次序", f"牢牢把握{order}。")
    for word in words("confusable"):
        yield from appended(paper, "W703", word[:4], f"各科室{word}。")
    yield from _own_names(paper)
    if paper.sheet is not None:
        for quotation in words("quotations"):
            yield from appended(paper, "W705", "无据引文", f"{quotation}。")


def _own_names(paper: Paper) -> Iterator[Mutant]:
    seen = False
    for at, line in enumerate(paper.lines):
        for found in re.finditer(r"(?<![\u4e00-\u9fff])局党组", line):
            if seen or (paper.sheet is not None and paper.sheet.short == "局党组"):
                text = line[: found.start()] + "办党组" + line[found.end() :]
                yield Mutant("W704", "办党组", replaced(paper, at, text), at)
            seen = True


def marks(paper: Paper) -> Iterator[Mutant]:
    """F801–F803."""
    for number in words("documents"):
        yield from appended(paper, "F803", number, f"按照{number}文件抓好落实。")
    for at, line in enumerate(paper.lines):
        for right, wrong in (("，", ","), ("；", ";"), ("“", '"'), ("》", ""), ("，", "， ")):
            place = line.find(right)
            if at and place > 0:
                whole = line.replace("”", '"') if right == "“" else line
                text = whole[:place] + wrong + whole[place + len(right) :]
                yield Mutant("F801", f"{right}→{wrong}", replaced(paper, at, text), at)


def sentences(paper: Paper) -> Iterator[Mutant]:
    """Whatever code a whole sentence can be planted for."""
    for code, planted in words("sentences").items():
        for sentence in planted:
            yield from appended(paper, code, sentence[:8], sentence)


def layouts(paper: Paper) -> Iterator[Mutant]:
    """F804."""
    if paper.layout is not None:
        for sort, layout in _layouts(paper.layout):
            # What is read aloud may be set larger.
            if paper.kind == "speech" and sort.endswith("size 18.5"):
                continue
            yield Mutant("F804", sort, replace(paper, layout=layout))


def _layouts(measured: MeasuredLayout) -> Iterator[tuple[str, MeasuredLayout]]:
    """The layout with one thing set otherwise."""
    sides: tuple[tuple[str, float], ...] = (
        ("width", 215.9), ("height", 279.4), ("top", 25.4), ("bottom", 25.4), ("left", 31.7),
        ("right", 31.7), ("top", 39.0), ("left", 26.5),
    )  # fmt: skip
    for side, millimetres in sides:
        wrong: dict[str, Any] = {side: millimetres}
        yield f"{side}{millimetres}", replace(measured, **wrong)
    changes: tuple[tuple[str, float | str], ...] = (
        ("font", "宋体"), ("size", 14.0), ("size", 12.0), ("pitch", 25.0), ("indent", 0.0),
        ("font", "微软雅黑"), ("size", 18.5), ("pitch", 33.0),
    )  # fmt: skip
    for name, value in changes:
        for style in ("Normal", "heading 1", "heading 2", "Title"):
            of_style = style == "Normal" or name in ("font", "size")
            if not of_style or any(each.style == style for each in measured.paragraphs) is False:
                continue
            other: dict[str, Any] = {name: value}
            paragraphs = tuple(
                each._replace(**other) if each.style == style else each
                for each in measured.paragraphs
            )
            yield f"{style} {name} {value}", replace(measured, paragraphs=paragraphs)
