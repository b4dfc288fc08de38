"""Old Word and WPS files (.doc, .wps), turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import ReadingError
from corpus.lines import Line
from corpus.reading import docx
from corpus.reading.package import MAX_BYTES, OLE

# Starting takes LibreOffice up to 15 s on a cold machine, a report of 100 pages a few more.
TIMEOUT = 90
_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_ZIP, _RTF = b"PK\x03\x04", b"{\\rtf"
# LibreOffice goes by the name's ending; .wps would be taken for Microsoft Works.
_ENDINGS = {OLE: ".doc", _RTF: ".rtf"}


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a .doc or .wps file, as :func:`corpus.reading.docx.read_lines` gives them.

    LibreOffice runs on a copy, with a profile of its own that is removed afterwards, and is ended
    after :data:`TIMEOUT` seconds; a .wps that is a .docx by content needs none.

    Raises:
        ReadingError: too large, neither Word nor RTF, LibreOffice missing or failing.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(f"文件太大：{path.name} 超过 50 MB，请删去图片后再读")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_ZIP):
        return docx.read_lines(path)
    ending = next((ending for sign, ending in _ENDINGS.items() if head.startswith(sign)), "")
    if not ending:
        raise ReadingError(f"打不开：{path.name} 不是 Word 或 WPS 文件，请另存为 .docx 再读")
    with tempfile.TemporaryDirectory(prefix="nigao-") as folder:
        return docx.read_lines(_converted(path, ending, Path(folder)))


def find_office() -> str | None:
    """The LibreOffice program on this machine, or None."""
    found = (shutil.which(name) for name in (*_NAMES, *_USUAL_PLACES))
    return next((program for program in found if program), None)


def _converted(path: Path, ending: str, folder: Path) -> Path:
    """The .docx LibreOffice makes of a copy of ``path`` in ``folder``, under the same stem."""
    program = find_office()
    if program is None:
        raise ReadingError(
            f"读 {path.suffix} 要用 LibreOffice，这台机器没有装：{path.name}，"
            "请安装 LibreOffice，或另存为 .docx 再读"
        )
    copy = folder / f"source{ending}"
    shutil.copyfile(path, copy)
    made = folder / "out" / "source.docx"
    _run(_command(program, copy, made.parent, folder / "profile"), path.name)
    if not made.is_file():
        raise ReadingError(
            f"LibreOffice 转换不了：{path.name}（可能已损坏或加了密码），请另存为 .docx 再读"
        )
    return made.rename(folder / f"{path.stem}.docx")


def _command(program: str, source: Path, out: Path, profile: Path) -> list[str]:
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx"]
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *options,
        "--outdir",
        str(out),
        str(source),
    ]


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice in a session of its own, and end all of it when its time is over."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        raise ReadingError(
            f"LibreOffice 超过 {TIMEOUT} 秒没有转换完：{name}，请另存为 .docx 再读"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it started: the program is a script that starts another."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
