"""How well passages are found: by words, by vectors, by both, and by a plain LangChain pipeline.

``python -m eval.bench.retrieval [--real DIR]`` prints, for questions in the reports' own words and
for questions in others, the share that an answer is found for among the first 1, 3 and 5 (hit@k),
the mean reciprocal rank within ten (MRR) and the milliseconds of a search. The second set asks
real reports in DIR. Of the plain pipeline a piece counts that holds an answer's words: its pieces
are some four times as long as our passages, which makes that easier.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from corpus.embeddings import HashedNgrams
from corpus.library import Library
from corpus.reading import read_report
from corpus.report import Report
from corpus.samples import sample_folder

REAL_GOLD = Path("tests/gold/retrieval.yaml")
FORMS = {"plain": "原词", "other": "换说法"}
KS = (1, 3, 5)
_DEEP = 10
# What LangChain's own tutorials take, in characters; Chinese is denser than English.
_PIECE, _OVERLAP = 500, 50
# Chroma refuses more than 5,461 at once, and langchain-chroma does not divide them.
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """A passage or piece: its report's id, its section where one is known, and its text."""

    report: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what tells an answer: ``holds`` any of these words, or lies ``at`` one.

    Reports of the ``kind`` and from ``before`` the year are asked; None asks all.
    """

    query: str
    kind: str | None
    before: int | None = None
    holds: tuple[str, ...] = ()
    at: tuple[tuple[str, str], ...] = ()

    def answered_by(self, found: Found) -> bool:
        """Whether ``found`` is an answer."""
        return any(word in found.text for word in self.holds) or any(
            found.report == report and f"{found.section}.".startswith(f"{section}.")
            for report, section in self.at
        )


Search = Callable[[Question], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Score:
    """How one way of searching did on some questions; shares in [0, 1], milliseconds."""

    hits: Mapping[int, float]
    reciprocal: float
    median_ms: float

    def line(self, title: str) -> str:
        """A row of the table."""
        shares = "  ".join(f"{self.hits[k]:5.2f}" for k in KS)
        return f"{title:<22} {shares}  {self.reciprocal:5.2f}  {self.median_ms:7.1f}"


def measure(questions: Sequence[Question], search: Search) -> Score:
    """Ask all questions one after another."""
    ranks: list[int] = []
    taken: list[float] = []
    for question in questions:
        started = time.perf_counter()
        found = search(question)
        taken.append(1e3 * (time.perf_counter() - started))
        answers = (rank for rank, each in enumerate(found, 1) if question.answered_by(each))
        ranks.append(next(answers, 0))
    count = len(ranks)
    return Score(
        {k: sum(0 < rank <= k for rank in ranks) / count for k in KS},
        sum(1 / rank for rank in ranks if rank) / count,
        sorted(taken)[count // 2],
    )


def sample_questions(form: str) -> list[Question]:
    """The questions over the sample reports, in one of the ``FORMS``."""
    rows = yaml.safe_load((files("eval.bench") / "retrieval.yaml").read_text(encoding="utf-8"))
    return [Question(row[form], row["kind"], holds=tuple(row["holds"])) for row in rows]


def real_questions(form: str, names: Mapping[str, str]) -> list[Question]:
    """Those over real reports; ``names`` gives a report's id by the beginning of its file's name.

    They are asked of all reports together.
    """
    rows = yaml.safe_load(REAL_GOLD.read_text(encoding="utf-8"))
    return [Question(row[form], None, at=tuple(_places(row["at"], names))) for row in rows]


def ways(library: Library) -> dict[str, Search]:
    """Our own ways of searching, by name."""
    return {
        "BM25": _searching(library, (1.0, 0.0)),
        "dense": _searching(library, (0.0, 1.0)),
        "fused": _searching(library, None),
    }


def plain_pipeline(reports: Sequence[Report], folder: Path) -> Search:
    """What a tutorial builds: split by length, put into Chroma, ask for the nearest.

    The embedding is ours; the kind and the year are a filter inside Chroma.
    """
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_PIECE,
        chunk_overlap=_OVERLAP,
        separators=["\n\n", "\n", "。", "；", "，", ""],
    )
    whole = [
        Document(
            "\n".join(filter(None, report.texts())),
            metadata={"kind": report.kind, "year": report.year},
        )
        for report in reports
    ]
    store = Chroma("plain", HashedNgrams(), persist_directory=str(folder))
    pieces = splitter.split_documents(whole)
    for start in range(0, len(pieces), _AT_ONCE):
        store.add_documents(pieces[start : start + _AT_ONCE])

    def search(question: Question) -> list[Found]:
        found = store.similarity_search(question.query, k=_DEEP, filter=_condition(question))
        return [Found("", "", each.page_content) for each in found]

    return search


def _condition(question: Question) -> dict[str, Any] | None:
    """The question's conditions in Chroma's words."""
    asked: list[dict[str, Any]] = [{"kind": question.kind}] if question.kind else []
    asked += [{"year": {"$lt": question.before}}] if question.before else []
    return {"$and": asked} if len(asked) > 1 else next(iter(asked), None)


def tables(real: Path | None) -> Iterator[str]:
    """The lines to print."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as room, as_file(sample_folder()) as own:
        reports = [read_report(path) for path in sorted((own / "reports").iterdir())]
        library = Library.open(Path(room) / "library", create=True)
        library.add(reports)
        searches = ways(library)
        searches["LangChain + Chroma"] = plain_pipeline(reports, Path(room) / "plain")
        for form, title in FORMS.items():
            yield from _table(f"样本，{title}", sample_questions(form), searches)
    if real:
        yield from _real_tables(real)


def _real_tables(folder: Path) -> Iterator[str]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as room:
        read = {path: read_report(path) for path in sorted((folder / "seeds").iterdir())}
        library = Library.open(Path(room) / "library", create=True)
        library.add(read.values())
        names = {path.name[:3]: report.id for path, report in read.items()}
        for form, title in FORMS.items():
            yield from _table(f"真实材料，{title}", real_questions(form, names), ways(library))


def _table(
    title: str, questions: Sequence[Question], searches: Mapping[str, Search]
) -> Iterator[str]:
    yield f"{title}（{len(questions)}问）"
    yield f"{'':<22} {'@1':>5}  {'@3':>5}  {'@5':>5}  {'MRR':>5}  {'ms':>7}"
    for name, search in searches.items():
        search(questions[0])  # the first search opens what the others find open
        yield measure(questions, search).line(name)
    yield ""


def _searching(library: Library, weights: tuple[float, float] | None) -> Search:
    def search(question: Question) -> list[Found]:
        hits = library.search(question.query, k=_DEEP, kind=question.kind, weights=weights)
        return [
            Found(each.report, each.section, "\n".join((*each.path, each.text)))
            for each in (hit.passage for hit in hits)
        ]

    return search


def _places(rows: Sequence[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        name, section = row.split(":")
        yield names[name], section


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure how well passages are found.")
    parser.add_argument("--real", type=Path, help="the folder of real reports")
    for line in tables(parser.parse_args(argv).real):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
