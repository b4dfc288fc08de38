"""The parts of a Word file as bytes, and writing it again with some of them changed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from assistant.draft import Draft
from assistant.export.kept import is_kept, read_kept
from corpus.errors import ReadingError, cause_of

DOCUMENT = "word/document.xml"
COMMENTS = "word/comments.xml"
# Text packs about tenfold; a file that unpacks to more is made to exhaust memory.
MAX_UNPACKED = 300 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file's parts by name, in their order, each with its place in the archive."""

    name: str
    parts: Mapping[str, bytes]
    entries: tuple[zipfile.ZipInfo, ...]

    @property
    def document(self) -> bytes:
        """The part that holds the text."""
        return self.parts[DOCUMENT]

    def kept(self) -> tuple[str, Draft] | None:
        """The part in which the file keeps its draft, and that draft; None when it has none.

        Raises:
            ReadingError: the part is there and damaged.
        """
        for name, content in self.parts.items():
            if name.startswith("customXml/") and is_kept(content):
                return name, read_kept(content)
        return None

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The bytes of the file with these parts changed and everything else as it was."""
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
            for entry in self.entries:
                copied = zipfile.ZipInfo(entry.filename, entry.date_time)
                copied.create_system, copied.external_attr = 3, entry.external_attr
                content = changed.get(entry.filename, self.parts[entry.filename])
                packing.writestr(copied, content, zipfile.ZIP_DEFLATED)
        return archive.getvalue()


def open_word(path: Path) -> WordFile:
    """The Word file at ``path``.

    Raises:
        ReadingError: there is none, or it is encrypted, of the old format, or damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"读不了“{path}”（{cause_of(error)}）；请检查路径") from error
    if content.startswith(_OLE):
        raise ReadingError(f"“{path.name}”加了密码，或是旧版 .doc；请去掉密码、另存为 .docx 再用")
    try:
        return _unpacked(path.name, content)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise ReadingError(
            f"“{path.name}”不是完整的 .docx；请在 Word 里打开后另存一份再用"
        ) from error


def _unpacked(name: str, content: bytes) -> WordFile:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = tuple(archive.infolist())
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadingError(f"“{name}”加了密码；请去掉密码再用")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise ReadingError(f"“{name}”展开后超过 300 MB；请确认是不是这份稿子")
        parts = {entry.filename: archive.read(entry) for entry in entries}
    if DOCUMENT not in parts:
        raise ReadingError(f"“{name}”里没有正文，不是 Word 稿；请在 Word 里另存为 .docx 再用")
    return WordFile(name, parts, entries)
