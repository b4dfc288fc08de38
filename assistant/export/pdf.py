"""The printed form of a Word file, made by LibreOffice when it is installed."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import OutputError, SettingsError
from corpus.reading.office import find_office

_SECONDS = 180
# What LibreOffice stamps with the moment of printing. Each is replaced by as many characters, so
# that the table of places in the file stays right.
_CLOCKS = (
    rb"D:\d{14}",
    rb"(?<=/DocChecksum /)[0-9A-F]{32}",
    rb"(?<=<)[0-9A-F]{32}(?=>)",
)


def to_pdf(word: bytes) -> bytes:
    """The PDF of a Word file; the same file gives the same bytes on one machine.

    Raises:
        SettingsError: LibreOffice is not installed.
        OutputError: LibreOffice could not make the PDF.
    """
    program = find_office()
    if program is None:
        raise SettingsError(
            "没有找到 LibreOffice（soffice），存不成 PDF；"
            "请安装 LibreOffice，或先存成 .docx，在 Word、WPS 里另存为 PDF"
        )
    with tempfile.TemporaryDirectory(prefix="nigao-") as room:
        return _without_clock(_printed(program, Path(room), word))


def _printed(program: str, room: Path, word: bytes) -> bytes:
    source, printed = room / "draft.docx", room / "draft.pdf"
    source.write_bytes(word)
    # A profile of its own: LibreOffice refuses a second start with one that is in use.
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir"]
    try:
        subprocess.run([*command, room, source], check=True, capture_output=True, timeout=_SECONDS)
        return printed.read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(
            "LibreOffice 没能存成 PDF；请先存成 .docx，打开看看，再在 Word、WPS 里另存为 PDF"
        ) from error


def _without_clock(pdf: bytes) -> bytes:
    for stamp in _CLOCKS:
        pdf = re.sub(stamp, _stopped, pdf)
    return pdf


def _stopped(found: re.Match[bytes]) -> bytes:
    stamp = found[0]
    return b"D:19800101000000" if stamp.startswith(b"D:") else b"0" * len(stamp)
