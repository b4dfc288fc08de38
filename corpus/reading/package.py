"""The parts of a Word file, opened without trust: bounded in size, without DTD, inside the package.

Names follow ISO/IEC 29500-2 (packages) and 29500-1 (WordprocessingML).
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from lxml import etree

from corpus.errors import ReadingError

MAX_BYTES = 50 * 1024 * 1024
# A report of 300 pages has a main part of about 5 MB and 400,000 tags and attributes. Parsed, each
# takes some 130 bytes, so that these two bounds hold one part under 300 MB whatever is in it.
MAX_PART = 24 * 1024 * 1024
MAX_MARKUP = 1_500_000
# Parts up to this size are kept parsed.
_SHARED = 512 * 1024
# Word writes a few dozen parts; thousands are made to keep a reader busy.
MAX_MEMBERS = 5000

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_LOOSE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Encrypted .docx and old .doc files are both OLE containers with this mark.
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_Made = TypeVar("_Made")


@cache
def qn(name: str) -> str:
    """The qualified name of ``w:name`` as lxml writes it."""
    return WORD + name.removeprefix("w:")


_VALUE = qn("w:val")
OFF = ("0", "false", "off")
"""What the value of an element that turns something on says when it does not."""


def child_of(element: Any, name: str) -> Any | None:
    """The first child of this qualified name, or None."""
    # Half the cost of find(), which takes its argument for a path.
    return next(element.iterchildren(name), None)


def value_of(element: Any, name: str, default: str = "") -> str:
    """The ``w:val`` of the child ``w:name``, else ``default``."""
    child = child_of(element, qn(name))
    return default if child is None else str(child.get(_VALUE, default))


def is_on(toggle: Any | None) -> bool:
    """Whether an element that turns something on (w:b, w:vanish) is there and does (17.17.4)."""
    return toggle is not None and toggle.get(_VALUE) not in OFF


def said(properties: Any | None) -> str:
    """What an element of properties says, as XML: two that say the same are one key."""
    if properties is None:
        return ""
    return str(etree.tostring(properties, encoding="unicode", with_tail=False))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The root of a part, and what was last made of it and others: kept as long as the part is."""

    root: Any
    made: dict[Callable[..., Any], tuple[tuple[_Part | None, ...], Any]] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class Package:
    """An open Word file.

    ``main`` is the root of its main part, ``name`` the file's own name for messages.
    """

    name: str
    main: Any
    _zip: zipfile.ZipFile
    _base: str
    _parts: dict[str, _Part] = field(default_factory=dict)

    def part(self, sort: str) -> Any | None:
        """The root of the first part the main part relates to as ``sort`` (styles), or None."""
        return next(self.parts(sort), None)

    def parts(self, sort: str) -> Iterator[Any]:
        """The roots of all parts the main part relates to as ``sort`` (header)."""
        return (part.root for part in self._related(sort))

    def made(self, make: Callable[..., _Made], *sorts: str) -> _Made:
        """What ``make`` makes of the roots of these parts, each None where the file has none.

        Papers made from one template have such parts in common: it is made for all of them once.
        """
        parts = tuple(next(self._related(sort), None) for sort in sorts)
        keeper = next((part for part in parts if part is not None), _Part(None))
        kept = keeper.made.get(make)
        if kept is None or kept[0] != parts:
            kept = parts, make(*(part.root if part else None for part in parts))
            keeper.made[make] = kept
        made: _Made = kept[1]
        return made

    def _related(self, sort: str) -> Iterator[_Part]:
        folder, _ = posixpath.split(self._base)
        relations = self._part(_relations(self._base))
        for target in _targets(relations.root if relations else None, folder, sort):
            if (part := self._part(target)) is not None:
                yield part

    def _part(self, name: str) -> _Part | None:
        """The part of that name, parsed once however often it is asked for; None without it."""
        if name not in self._parts and name in self._zip.NameToInfo:
            self._parts[name] = _part(self._zip, name, self.name)
        return self._parts.get(name)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The Word file at ``path``, open as long as the ``with`` lasts.

    Raises:
        ReadingError: too large, encrypted, of the old format, no Word file, damaged, or made to
            harm: parts outside the package, a DTD, more than the bounds above.
    """
    _refuse_by_head(path)
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_by_members(package.infolist(), path.name)
            held = _part(package, _relations(""), path.name).root
            base = next(_targets(held, "", "officeDocument"), None)
            main = None if base is None else _part(package, base, path.name).root
            if base is None or main is None or main.find(qn("w:body")) is None:
                raise _damaged(path.name)
            yield Package(path.name, main, package, base)
    # KeyError: a part that is missing; ValueError: a level or size that is no number.
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError):
        raise _damaged(path.name) from None


def _refuse_by_head(path: Path) -> None:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ReadingError(f"文件太大：{path.name} 超过 50 MB，请删去图片后再读")
    if not size:
        raise ReadingError(f"文件是空的：{path.name}，请换一份有内容的材料")
    with path.open("rb") as file:
        if file.read(len(OLE)) == OLE:
            raise ReadingError(
                f"打不开 Word 文件：{path.name} 加了密码，或是旧版 .doc，"
                "请去掉密码、另存为 .docx 再读"
            )


def _refuse_by_members(members: list[zipfile.ZipInfo], name: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError(f"打不开 Word 文件：{name} 加了密码，请去掉密码再读")
    if len(members) > MAX_MEMBERS:
        raise ReadingError(f"不敢打开：{name} 里有 {len(members)} 个部件，不像是一份材料")
    if any(_is_outside(member.filename) for member in members):
        raise ReadingError(f"不敢打开：{name} 里有指向文件之外的路径，请重新取一份")


def _is_outside(member: str) -> bool:
    return member.startswith(("/", "\\")) or ".." in member.replace("\\", "/").split("/")


def _relations(part: str) -> str:
    """The part that says what ``part`` relates to."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _targets(relations: Any | None, folder: str, sort: str) -> Iterator[str]:
    """The parts inside the package that are related to as ``sort``, seen from ``folder``."""
    for relation in () if relations is None else relations.iterchildren("{*}Relationship"):
        outside = relation.get("TargetMode") == "External"
        if relation.get("Type", "").endswith(f"/{sort}") and not outside:
            yield posixpath.join("/", folder, relation.get("Target", ""))[1:]


def _part(package: zipfile.ZipFile, part: str, name: str) -> _Part:
    """The part of that name.

    Raises:
        ReadingError: it unpacks beyond the bounds, holds a DTD, or is no XML.
    """
    with package.open(part) as member:
        data = member.read(MAX_PART + 1)
    try:
        return _shared(data) if len(data) <= _SHARED else _Part(_parsed(data))
    except _TooLargeError:
        raise ReadingError(f"文件展开后太大：{name} 的 {part}，请确认是不是这份材料") from None
    except _DeclaresError:
        raise ReadingError(f"不敢打开：{name} 里有 Word 不会写的 DTD 声明，请重新取一份") from None
    except (etree.XMLSyntaxError, ValueError):
        raise _damaged(name) from None


class _TooLargeError(Exception):
    """A part beyond the bounds."""


class _DeclaresError(Exception):
    """A part with a DTD."""


@lru_cache(maxsize=16)
def _shared(data: bytes) -> _Part:
    """A small part: papers made from one template have their styles in common."""
    return _Part(_parsed(data))


def _parsed(data: bytes) -> Any:
    """The root element of a part's bytes."""
    if len(data) > MAX_PART or data.count(b"<") + data.count(b"=") > MAX_MARKUP:
        raise _TooLargeError
    if any("<!DOCTYPE".encode(form) in data for form in ("ascii", "utf-16-le", "utf-16-be")):
        raise _DeclaresError
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data.replace(_STRICT, _LOOSE), parser)
    # An encoding in which the bytes above do not spell <!DOCTYPE.
    if root.getroottree().docinfo.doctype:
        raise _DeclaresError
    return root


def _damaged(name: str) -> ReadingError:
    return ReadingError(
        f"打不开 Word 文件：{name} 不是完整的 .docx，请在 Word 里打开后另存一份再读"
    )
