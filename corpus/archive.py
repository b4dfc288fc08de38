"""The library's truth on disk: one JSON file a report, and a manifest of what is indexed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from corpus.errors import LibraryError
from corpus.passages import places
from corpus.report import Report

FORMAT = 2
# The name of the embedding that is built in.
OFFLINE = "hashed-ngrams-1"
REBUILD = "请运行 nigao library rebuild 重建索引"
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Card:
    """What the manifest keeps of a report, so that few files need be opened.

    ``digest`` is of all it holds but its file's name, ``stamp`` of its file on disk; ``passages``
    counts them; ``volume`` names the part of the index that holds them.
    """

    digest: str
    stamp: str
    source: str
    kind: str
    year: int
    unit: str
    passages: int
    volume: str = ""

    @property
    def filtered(self) -> tuple[str, int, str]:
        """What a search may ask of it."""
        return self.kind, self.year, self.unit


def by_kind_and_year(report_id: str, card: Card) -> tuple[str, int, str]:
    """Where a report stands in the library's order."""
    return card.kind, card.year, report_id


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index holds and what made it: a card for each report, by id.

    ``embedding_size`` is 0 until a first vector was made.
    """

    chromadb: str = ""
    embedding: str = ""
    embedding_size: int = 0
    reports: Mapping[str, Card] = field(default_factory=dict)
    format: int = FORMAT


class Archive:
    """The files of a library's folder, the index apart.

    Every file is written beside its place and renamed into it. :meth:`begin` leaves a mark that
    writing the manifest takes away: while it is there, the index may not hold what the reports
    say.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reports = folder / "reports"
        self._manifest = folder / "manifest.json"
        self._mark = folder / "unfinished"

    def is_library(self) -> bool:
        """Whether a manifest or reports of a library stand in the folder."""
        return self._manifest.exists() or self._reports.is_dir()

    def report_paths(self) -> tuple[Path, ...]:
        """The reports' files, in the order of their names."""
        return tuple(sorted(self._reports.glob("*.json")))

    def reports(self) -> dict[str, Report]:
        """The reports by id, in the order of their ids.

        Raises:
            LibraryError: a file is damaged; the message names it.
        """
        read = [_report_in(path) for path in self.report_paths()]
        found = [report for report in read if report is not None]
        return {report.id: report for report in sorted(found, key=lambda report: report.id)}

    def report(self, report_id: str) -> Report | None:
        """The report with this id, or None; only its own file is read."""
        return _report_in(self._path_of(report_id))

    def stamp(self, report_id: str) -> str:
        """Tells one state of the report's file from another; empty where there is none."""
        return _stamp(self._path_of(report_id))

    def survey(self, known: Mapping[str, Card]) -> dict[str, Card]:
        """A card for each report in the folder, those that are to give way left out.

        Only files that are not as the ``known`` cards say are read. A card keeps its volume where
        the report holds what it held.
        """
        by_path = {self._path_of(each): each for each in known}
        leaving = {self._path_of(each) for each in self._giving_way()}
        cards: dict[str, Card] = {}
        for path in self.report_paths():
            stamp = _stamp(path)
            name = by_path.get(path, "")
            if path in leaving or not stamp:
                continue
            if name and known[name].stamp == stamp:
                cards[name] = known[name]
            elif report := _report_in(path):
                fresh = _card_of(report, stamp)
                old = known.get(report.id)
                same = old is not None and old.digest == fresh.digest
                cards[report.id] = replace(fresh, volume=old.volume) if old and same else fresh
        return cards

    def begin(self, giving_way: Mapping[str, str] | None = None) -> None:
        """Mark the index as unfinished; makes the folder a library if it is none yet.

        ``giving_way`` maps the id of each report that goes to the id of the one that takes its
        place, so that a crash between the two loses neither.
        """
        self._reports.mkdir(parents=True, exist_ok=True)
        _write(self._mark, {**self._marked(), **(giving_way or {})})

    def write(self, report: Report) -> None:
        """Put ``report`` into its file, whole or not at all."""
        _write(self._path_of(report.id), report.to_plain())

    def delete(self, report_id: str) -> None:
        """Delete the file of the report with this id, if there is one."""
        self._path_of(report_id).unlink(missing_ok=True)

    def manifest(self) -> Manifest:
        """What the manifest says; an empty one where none was written yet.

        Raises:
            LibraryError: it is damaged or of another format.
        """
        try:
            plain = json.loads(self._manifest.read_text(encoding="utf-8"))
            if plain.get("format") == FORMAT:
                cards = {each: Card(**card) for each, card in plain["reports"].items()}
                return Manifest(**{**plain, "reports": cards})
        except FileNotFoundError:
            return Manifest()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise LibraryError(f"材料库的“{self._manifest}”已损坏；{REBUILD}") from error
        raise LibraryError(
            f"材料库“{self.folder}”的格式是 {plain.get('format')}，本程序用的是 {FORMAT}；{REBUILD}"
        )

    def write_manifest(self, manifest: Manifest) -> None:
        """Write the manifest; from now on the index is what it says."""
        _write(self._manifest, asdict(manifest))

    def finish(self) -> None:
        """Delete the reports that gave way, and take the mark away."""
        for each in self._giving_way():
            self.delete(each)
        self._mark.unlink(missing_ok=True)

    def is_whole(self, manifest: Manifest) -> bool:
        """Whether the index was finished and the same reports still stand in the folder."""
        names = {path.name for path in self.report_paths()}
        recorded = {self._path_of(each).name for each in manifest.reports}
        return not self._mark.exists() and names == recorded

    def state(self) -> tuple[str, ...]:
        """Differs once the manifest, the mark or the names of the reports' files have changed."""
        return _stamp(self._manifest), _stamp(self._mark), _stamp(self._reports)

    def _giving_way(self) -> tuple[str, ...]:
        """The reports that are to go because the ones to take their place were written."""
        marked = self._marked().items()
        return tuple(old for old, new in marked if self._path_of(new).exists())

    def _marked(self) -> dict[str, str]:
        """Which report gives way to which while a change is under way; empty where none is.

        Raises:
            LibraryError: the mark is damaged.
        """
        try:
            marked: dict[str, str] = json.loads(self._mark.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise LibraryError(
                f"材料库的改动记号“{self._mark}”损坏；请删去这个文件，再运行一次 nigao index"
            ) from error
        return marked

    def _path_of(self, report_id: str) -> Path:
        if _SAFE_NAME.fullmatch(report_id):
            return self._reports / f"{report_id}.json"
        return self._reports / f"{hashlib.sha256(report_id.encode()).hexdigest()[:32]}.json"


def digest(report: Report) -> str:
    """A fingerprint of all a report holds but its file's name, which may change."""
    plain = json.dumps(replace(report, source="").to_plain(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _card_of(report: Report, stamp: str) -> Card:
    return Card(
        digest=digest(report),
        stamp=stamp,
        source=report.source,
        kind=report.kind,
        year=report.year,
        unit=report.unit,
        passages=len(places(report)),
    )


def _stamp(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return ""
    return f"{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}"


def _report_in(path: Path) -> Report | None:
    """The report in a file; None where there is none, as after a removal by another process."""
    try:
        return Report.from_plain(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise LibraryError(
            f"材料库里的“{path}”已损坏，读不出来；请删除这个文件，再用 nigao index 重新收录原件"
        ) from error


def _write(path: Path, plain: object) -> None:
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(plain, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
