"""The library: past reports kept as parsed, and searched by words and by vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.archive import OFFLINE, Archive, Manifest
from corpus.arrivals import ALONE, Company, sort_out
from corpus.blanks import find_blanks
from corpus.catalogue import Catalogue
from corpus.errors import LibraryError, cause_of
from corpus.kinds import Role
from corpus.locking import HOLDER_FILE, LOCK_FILE, FolderLock, InUseError, Said, unheard
from corpus.passages import places
from corpus.report import Passage, Report
from corpus.seen import SEEN_FILE, SeenFiles
from corpus.wanted import Wanted, is_same_office

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings as Embeddings

    from corpus.index import Index

_OWN_FILES = {"manifest.json", "reports", "index", "unfinished", LOCK_FILE, HOLDER_FILE, SEEN_FILE}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, and its fused score: only good for comparing hits of one search."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the reports offered: read and indexed now, or known before.

    ``replaced`` are earlier reports that gave way to a newer state of the same file.
    """

    read: tuple[Report, ...] = ()
    unchanged: tuple[Report, ...] = ()
    replaced: tuple[Report, ...] = ()


class Library:
    """Past reports in a folder: one JSON file each is the truth, Chroma and BM25 are made from it.

    Listing and choosing reports reads the truth alone. Searching takes no lock either: it sees
    the last state a change ended with. What a crash left unfinished is ended by the next search
    or change.
    """

    def __init__(
        self, folder: Path, embeddings: Embeddings | None, patience: float, waiting: Said
    ) -> None:
        self.folder = folder
        self._archive = Archive(folder)
        self._lock = FolderLock(folder, patience, waiting)
        self._catalogue = Catalogue(self._archive)
        self._given = embeddings
        self._patience = patience
        self._mended: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens the folder anew: what is kept of it in memory stays here."""
        return Library, (self.folder, self._given, self._patience, unheard)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        embeddings: Embeddings | None = None,
        create: bool = False,
        patience: float = 10.0,
        waiting: Said = unheard,
    ) -> Library:
        """The library in ``folder``; an empty folder is a new one.

        ``embeddings`` defaults to :class:`corpus.embeddings.HashedNgrams`; ``create`` makes a
        missing folder; ``patience`` is how many seconds to wait for somebody else's lock, and
        ``waiting`` is told within one second who has it.

        Raises:
            LibraryError: the folder is missing, no folder, or holds something else.
        """
        if create:
            _make(folder)
        if not folder.exists():
            raise LibraryError(f"没有材料库“{folder}”；请先用 nigao index 收录往年材料")
        if not folder.is_dir():
            raise LibraryError(f"“{folder}”是文件，不是材料库文件夹；请另指一个文件夹")
        if not Archive(folder).is_library() and (strange := _strange_name(folder)):
            raise LibraryError(
                f"“{folder}”不是材料库（里面有“{strange}”）；请另指一个空文件夹或已有的材料库"
            )
        return cls(folder, embeddings, patience, waiting)

    def reports(self) -> tuple[Report, ...]:
        """All reports, sorted by kind, year and id."""
        return tuple(
            sorted(
                self._archive.reports().values(),
                key=lambda report: (report.kind, report.year, report.id),
            )
        )

    def report(self, report_id: str) -> Report:
        """The report with this id.

        Raises:
            LibraryError: there is none.
        """
        report = self._archive.report(report_id)
        if report is None:
            raise LibraryError(
                f"材料库“{self.folder}”里没有“{report_id}”；用 nigao library list 查看已有材料"
            )
        return report

    def latest(self, kind: str, before: int, unit: str | None = None) -> Report | None:
        """The newest report of a kind from before a year, None where there is none.

        ``kind`` is an id. An older report of the office ``unit`` goes before a newer one of
        another.
        """
        wanted = Wanted(kind=kind, before=before)
        found = max(
            (each for each in self._catalogue.cards().items() if wanted.admits(each[1])),
            key=lambda each: (
                unit is not None and is_same_office(each[1].unit, unit),
                each[1].year,
                each[0],
            ),
            default=None,
        )
        return self._catalogue.report(found[0]) if found else None

    def ids(self) -> tuple[str, ...]:
        """The ids of all reports, sorted; no report is opened that was seen before."""
        return tuple(sorted(self._catalogue.cards()))

    def listing(self) -> list[dict[str, Any]]:
        """What ``nigao library list --json`` prints, a mapping a report, in their order."""
        return [described(report) for report in self.reports()]

    def add(
        self,
        reports: Iterable[Report],
        *,
        standing: Mapping[str, Sequence[str]] | None = None,
        company: Company = ALONE,
    ) -> Added:
        """Take in reports; a changed file's earlier report goes, whole.

        The same file is one of the same name, kind and year. A known report under a new name
        keeps its place and takes the name, unless its old name is offered too. ``standing`` gives
        the names of files that were not read again, by the id of the known report in them.
        ``company`` tells of the rest where what is offered comes in parts.

        Raises:
            LibraryError: the library is in use, cannot be written, or must be rebuilt.
        """
        offered = tuple(reports)
        if not offered and self._agrees(standing or {}):
            return Added()
        with self._changing("收录材料") as manifest:
            arrival = sort_out(manifest.reports, offered, standing or {}, company)
            gone = [self._archive.report(old) for old in arrival.giving_way]
            moved = [replace(self.report(name), source=to) for name, to in arrival.moved.items()]
            if arrival.read or moved:
                self._archive.begin(arrival.giving_way)
                for report in (*arrival.read, *moved):
                    self._archive.write(report)
                self._index.bring_up(manifest)
        replaced = tuple(report for report in gone if report)
        return Added(tuple(arrival.read), tuple(arrival.unchanged), replaced)

    def __contains__(self, report_id: str) -> bool:
        """Whether a report goes by this id; nothing is read."""
        return bool(self._archive.stamp(report_id))

    def remove(self, report_id: str) -> Report:
        """Remove a report with all its passages, and return it.

        Raises:
            LibraryError: there is no such report, or the library cannot be changed.
        """
        with self._changing("删除材料") as manifest:
            report = self.report(report_id)
            self._archive.begin()
            self._archive.delete(report_id)
            self._index.bring_up(manifest)
            SeenFiles(self.folder, "").forget(report_id)
        return report

    def holder(self) -> str:
        """Who is changing the library at this moment, since when and how; "" where nobody is.

        Raises:
            LibraryError: its lock cannot be opened.
        """
        return self._lock.holder()

    def passages(self) -> int | None:
        """How many passages can be searched; None where a search would first end a broken change.

        Raises:
            LibraryError: a search would be refused: the index must be rebuilt.
        """
        with self._explained():
            manifest = self._index.manifest()
            return self._index.size() if self._archive.is_whole(manifest) else None

    def rebuild(self) -> None:
        """Make both indexes anew from the reports.

        Raises:
            LibraryError: the library is in use or cannot be written.
        """
        with self._explained(), self._lock.exclusive("重建索引"):
            self._archive.begin()
            self._index.clear()
            self._index.bring_up(Manifest())

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        kind: str | None = None,
        before: int | None = None,
        unit: str | None = None,
        role: Role | None = None,
        year: int | None = None,
        weights: tuple[float, float] | None = None,
    ) -> tuple[Hit, ...]:
        """The ``k`` passages nearest to ``query``, best first; fewer only where fewer are allowed.

        ``kind``, ``unit``, ``year`` and the section's ``role`` must be as asked, the year less
        than ``before``. ``weights`` of the ranking by words and of that by vectors are chosen by
        the embedding unless given. Equal scores stand in the library's own order.

        Raises:
            LibraryError: the query is blank, the library is in use, or it must be rebuilt.
        """
        if not query.strip():
            raise LibraryError("检索词是空的；请写几个要找的词")
        if not self._archive.is_library():
            return ()
        with self._explained():
            self._mend()
            found = self._index.search(query, Wanted(kind, before, unit, role, year), k, weights)
        return tuple(Hit(passage, score) for passage, score in found)

    @cached_property
    def _index(self) -> Index:
        # numpy and langchain-core take a second that listing and drafting need not wait.
        from corpus.chroma import ChromaVectors
        from corpus.embeddings import HashedNgrams
        from corpus.index import Index

        return Index(self._archive, self._given or HashedNgrams(), ChromaVectors)

    def _agrees(self, standing: Mapping[str, Sequence[str]]) -> bool:
        """Whether nothing is left to do and nothing goes by another name; no lock is taken.

        An index that another program or embedding made is for :class:`Index` to refuse.
        """
        manifest = self._archive.manifest()
        made_by = manifest.chromadb, manifest.embedding
        return (
            made_by in (("", ""), (version("chromadb"), self._embedding_name()))
            and self._archive.is_whole(manifest)
            and not sort_out(manifest.reports, (), standing).moved
        )

    def _embedding_name(self) -> str:
        if self._given is None:
            return OFFLINE
        from corpus.vectors import name_of  # whoever gave an embedding has numpy loaded

        return name_of(self._given)

    def _mend(self) -> None:
        """End what a crash cut short; while a writer is at it, what was there before stands."""
        state = self._archive.state()
        if state == self._mended:
            return
        if not self._archive.is_whole(self._index.manifest()):
            try:
                with self._changing("修复索引", patience=0):
                    pass  # mended on the way in
            except InUseError:
                return
        self._mended = self._archive.state()

    @contextmanager
    def _changing(self, purpose: str, patience: float | None = None) -> Iterator[Manifest]:
        """A hold of our own on a whole index, and what it holds."""
        with self._explained(), self._lock.exclusive(purpose, patience):
            manifest = self._index.manifest()
            if not self._archive.is_whole(manifest):
                manifest = self._index.bring_up(manifest)
            yield manifest

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LibraryError(
                f"材料库“{self.folder}”读写失败（{cause_of(error)}）；请检查磁盘空间和文件夹权限"
            ) from error


def described(report: Report) -> dict[str, Any]:
    """One entry of ``nigao library list --json``.

    ``blanks`` counts the places of values and masks, ``masked`` the masked values among them,
    without masked names. ``doubt`` is there only where the kind is a guess.
    """
    blanks = [blank for text in report.texts() for blank in find_blanks(text)]
    doubt = {"doubt": report.doubt} if report.doubt else {}
    return {
        **doubt,
        "id": report.id,
        "title": report.title,
        "kind": report.kind,
        "year": report.year,
        "unit": report.unit,
        "source": report.source,
        "sections": report.level_counts(),
        "passages": len(places(report)),
        "blanks": len(blanks),
        "masked": sum(blank.masked and blank.sort == "value" for blank in blanks),
    }


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        return  # a file: open() says so
    except OSError as error:
        raise LibraryError(
            f"建不了材料库文件夹“{folder}”（{cause_of(error)}）；请换一个位置"
        ) from error


def _strange_name(folder: Path) -> str | None:
    """The name of something in the folder that is not a library's; hidden files do not count."""
    names = sorted(path.name for path in folder.iterdir())
    return next((n for n in names if n not in _OWN_FILES and not n.startswith(".")), None)
