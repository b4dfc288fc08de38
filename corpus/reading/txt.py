"""Plain text files: UTF-8, GB18030 or UTF-16 by how they read, any other by likelihood."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.errors import ReadingError
from corpus.lines import Line

# Five hundred pages of text take 1 MB.
MAX_BYTES = 8 * 1024 * 1024
_LINE_END = re.compile("\r\n|[\r\n\v\f\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# GB18030 text never looks like UTF-8 for this many Chinese characters in a row.
_SURELY_UTF8 = 10
# So much of a file tells its encoding.
_HEAD = 1 << 16
# Both sets have their characters in daily use before the rarer ones: 3,755 and 5,401 of them.
_ASCII = b"\x80"
_RARE = {"gb2312": b"\xd8", "big5": b"\xc9"}
_MOSTLY = 0.8


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
        raise ReadingError(f"文件太大：{path.name} 超过 8 MB，请拆分后再读")
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
    return _strictly(data, _encoding(data), name)


def _encoding(data: bytes) -> str:
    """The encoding in which ``data`` reads as common Chinese, "" when none is likely."""
    head = data[:_HEAD]
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        if _is_common(_head_in(head, encoding)):
            return encoding
    # Imported here: hardly any file comes so far.
    from charset_normalizer import from_bytes

    guess = from_bytes(head).best()
    encoding = guess.encoding if guess else ""
    return encoding if _is_common(_head_in(head, encoding)) else ""


def _head_in(head: bytes, encoding: str) -> str:
    """The head in an encoding, without a character cut at its end; "" where it does not read."""
    for cut in range(min(4, len(head)) if encoding else 0):
        try:
            return head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _is_common(text: str) -> bool:
    """Whether the Chinese characters of a text are, most of them, those in daily use."""
    found = _HAN.findall(text)
    most = max(
        sum(_ASCII < char.encode(charset, "replace") < rare for char in found)
        for charset, rare in _RARE.items()
    )
    return _is_chinese(text) and most >= _MOSTLY * len(found)


def _is_chinese(text: str) -> bool:
    """Whether a text is Chinese, its figures and marks apart, and holds no control characters."""
    words = [char for char in text if char.isalpha()]
    han = len(_HAN.findall(text))
    return han > 0 and han >= _MOSTLY * len(words) and not _CONTROL.search(text)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        if encoding:
            return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise ReadingError(
        f"认不出文字编码：{name} 不是 UTF-8、GB18030 或 UTF-16，请用 UTF-8 另存后再读"
    )
