"""Plain text files: UTF-8, GB18030, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.errors import ReadingError
from corpus.lines import Line

MAX_BYTES = 20 * 1024 * 1024
_LINE_END = re.compile("\r\n|[\r\n\v\f\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# GB18030 text never looks like UTF-8 for this many Chinese characters in a row.
_SURELY_UTF8 = 10


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a text file, without level hints.

    Raises:
        ReadingError: too large, binary, or in an encoding we cannot tell.
    """
    return tuple(Line(text, at) for at, text in enumerate(split_lines(read_text(path)), 1))


def split_lines(text: str) -> list[str]:
    """The lines of ``text`` as editors count them."""
    return _LINE_END.split(text)


def read_text(path: Path) -> str:
    """The characters of a text file.

    Raises:
        ReadingError: as :func:`read_lines`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(f"文件太大：{path.name} 超过 20 MB，请拆分后再读")
    text = _decoded(path.read_bytes(), path.name)
    if _CONTROL.search(text):
        raise ReadingError(f"不是文本文件：{path.name} 里有二进制内容，请另存为 .txt 或 .docx 再读")
    return text


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16", name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(_HAN.findall(data[: error.start].decode("utf-8"))) >= _SURELY_UTF8:
            raise ReadingError(
                f"文件损坏：{name} 第 {error.start + 1} 字节处不是完整的 UTF-8 文字，请重新取一份"
            ) from None
    return _strictly(data, "gb18030", name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ReadingError(
            f"认不出文字编码：{name} 不是 UTF-8、GB18030 或 UTF-16，请用 UTF-8 另存后再读"
        ) from None
