"""What an office does without us: copy last year's paper, or retrieve and prompt.

The chain is LangChain as its tutorials teach it: past passages in a vector store, the three
nearest to a heading and all of this year's facts in one prompt, the reply taken as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact, Sheet
from assistant.wiring import ModelSettings, chat_model
from corpus.blanks import find_blanks
from corpus.embeddings import HashedNgrams
from corpus.measures import format_amount
from corpus.report import Report, Section
from eval.bench.endpoint import Messages, Reply
from eval.bench.personas import NEUTRAL, given

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

_NEAREST = 3
_WORDS = 20
_SYSTEM = "你是机关公文写作专家，请根据今年的事实，参考往年材料的写法，起草公文。"
_ASK = """往年材料：
{examples}

今年的事实：
{facts}

请写《{title}》中“{heading}”这一部分（{year}年），只给正文。"""
_FACT = re.compile(r"^- 〔(?P<section>.*?)〕(?P<label>.+?)：(?P<amount>.+)$", re.MULTILINE)
_EVENT = re.compile(r"^- 〔(?P<section>.*?)〕(?P<text>[^：\n]+)$", re.MULTILINE)
_ASKED = re.compile(r"请写《.*?》中“(?P<heading>.*?)”这一部分（(?P<year>\d{4})年）")
_ENOUGH = 0.8
_PHRASING = re.compile(r"往年同一节的表述.*?：\n〖\n(?P<lines>.*?)\n〗", re.DOTALL)
_OPEN = re.compile(r"（数）")


# -- copying last year's paper --------------------------------------------------------------------


def copied(like: Report, year: int) -> str:
    """Last year's paper with the year replaced wherever it stands, as an editor's 替换 does it."""
    return _text_of(like).replace(str(like.year), str(year))


def _text_of(report: Report) -> str:
    lines = [report.title, *report.byline, report.salutation, *report.opening]
    for section in report.walk():
        lines += _lines_of(section, section.paragraphs)
    lines += [*report.closing, report.signature, report.date]
    return "\n".join(line for line in lines if line)


def _lines_of(section: Section, paragraphs: Sequence[str]) -> Iterator[str]:
    """A heading and its paragraphs; one that runs in begins its first paragraph."""
    title = section.number + section.heading
    if section.run_in and paragraphs:
        joint = "。" if section.heading else ""
        yield f"{title}{joint}{paragraphs[0]}"
        yield from paragraphs[1:]
    else:
        yield title
        yield from paragraphs


# -- retrieving and prompting ---------------------------------------------------------------------


def naive_chain(past: Sequence[Report], settings: ModelSettings) -> Runnable[dict[str, Any], str]:
    """Retriever, prompt, model, parser: given heading, facts, title and year, a section's text."""
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnablePassthrough
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(HashedNgrams())
    store.add_texts(
        [
            f"{section.heading}\n{text}"
            for report in past
            for section in report.walk()
            for text in section.paragraphs
        ]
    )
    nearest = store.as_retriever(search_kwargs={"k": _NEAREST})

    def examples(asked: dict[str, Any]) -> str:
        return "\n\n".join(found.page_content for found in nearest.invoke(asked["heading"]))

    prompt = ChatPromptTemplate.from_messages([("system", _SYSTEM), ("user", _ASK)])
    return (
        RunnablePassthrough.assign(examples=examples)
        | prompt
        | chat_model(settings)
        | StrOutputParser()
    )


def naively_written(
    sheet: Sheet, like: Report, past: Sequence[Report], settings: ModelSettings
) -> str:
    """The whole paper under last year's headings, section by section."""
    chain = naive_chain(past, settings)
    facts = "\n".join(_told(fact) for fact in sheet.facts)
    facts += "".join(f"\n- 〔问题〕{each.text}" for each in sheet.problems)
    title = like.title.replace(str(like.year), str(sheet.year))

    def written(section: Section) -> Section:
        # An item without a heading of its own is asked for by its first words.
        heading = section.heading or "".join(section.paragraphs)[:_WORDS]
        asked = {"heading": heading, "facts": facts, "title": title, "year": sheet.year}
        body = "".join(chain.stream(asked)) if section.paragraphs else ""
        return replace(
            section,
            paragraphs=tuple(line for line in body.split("\n") if line.strip()),
            children=tuple(written(child) for child in section.children),
        )

    paper = replace(like, sections=tuple(written(section) for section in like.sections))
    return copied(paper, sheet.year)


def _told(fact: Fact) -> str:
    where = f"- 〔{fact.section}〕"
    if fact.value is None:
        return where + fact.text.replace("：", "，")
    return f"{where}{fact.label}：{format_amount(fact.value, fact.measure, fact.qualifier)}"


# -- a model that imitates ------------------------------------------------------------------------


def imitator(messages: Messages, _: int) -> Reply:
    """A model that writes on in the manner of what it is shown, which is what models do.

    It puts a fact's amount wherever the words at a number are the fact's label, and adds the
    facts of its section that found no place; the rest it keeps as the example has it. That is
    kinder than life: a number with a label is never put under another one.
    """
    prompt = next(m["content"] for m in messages if m["role"] == "user")
    asked = _ASKED.search(prompt)
    text = _continued(prompt, asked) if asked else _retold(messages, prompt)
    return Reply(text or NEUTRAL)


def _continued(prompt: str, asked: re.Match[str]) -> str:
    """The nearest example with this year's amounts put in."""
    examples, _, rest = prompt.partition("今年的事实：")
    _, _, example = examples.split("：\n", 1)[1].split("\n\n", 1)[0].partition("\n")
    facts = [each.groupdict() for each in _FACT.finditer(rest)]
    placed: set[str] = set()
    for blank in reversed(find_blanks(example)):
        for fact in facts:
            same = share(bigrams(fact["label"]), bigrams(blank.label)) >= _ENOUGH
            if same and blank.measure and blank.measure in fact["amount"]:
                end = blank.end + len(blank.measure)
                example = example[: blank.start] + fact["amount"] + example[end:]
                placed.add(fact["label"])
                break
    own = [each for each in facts if each["section"] == asked["heading"]]
    said = [f"{e['label']}{e['amount']}。" for e in own if e["label"] not in placed]
    said += [
        f"{event['text']}。"
        for event in _EVENT.finditer(rest)
        if event["section"] == asked["heading"]
    ]
    return example + "".join(said)


def _retold(messages: Messages, prompt: str) -> str:
    """Our own prompt's phrasing with its ids in place, then the materials not told yet."""
    shown = _PHRASING.search(prompt)
    lines = [line for line in shown["lines"].split("\n") if line] if shown else []
    kept = [line for line in lines if not _OPEN.search(line)]
    told = "".join(kept)
    left = [each.honest for each in given(messages) if f"{{{each.ref}" not in told]
    return "\n".join([*kept, *left])
