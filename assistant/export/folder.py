"""Writing a folder of files so that a reader finds the old set or the new one, never a half."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import OutputError, cause_of

_PARTIAL = ".partial"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (name → bytes) into ``folder``, replacing those of the same names.

    All bytes are first written to ``folder/.partial/``; only when the last is there are they
    renamed into place. When anything before that fails, files already in ``folder`` are as they
    were, and folders made for the purpose are gone again.

    Raises:
        OutputError: the folder cannot be made or written, or a file of it cannot be replaced.
    """
    made = _missing(folder)
    try:
        _write(folder, files)
    except OSError as error:
        _take_back(folder, made)
        raise OutputError(_worded(folder, error)) from error


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    partial = folder / _PARTIAL
    folder.mkdir(parents=True, exist_ok=True)
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir()
    for name, content in files.items():
        if (folder / name).is_dir():
            raise IsADirectoryError(21, "is a directory", str(folder / name))
        (partial / name).write_bytes(content)
    for name in files:
        (partial / name).replace(folder / name)
    partial.rmdir()


def _missing(folder: Path) -> list[Path]:
    """The folder and those above it that are not there yet, innermost first."""
    above = [folder, *folder.parents]
    return [each for each in above if not each.exists()]


def _take_back(folder: Path, made: list[Path]) -> None:
    shutil.rmtree(folder / _PARTIAL, ignore_errors=True)
    for each in made:
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()


def _worded(folder: Path, error: OSError) -> str:
    """One Chinese line: what is wrong, where, and what to do next."""
    where = error.filename2 or error.filename or folder
    match error:
        case PermissionError():
            return f"写不进“{where}”：没有写权限，或文件正被打开；请关闭文件，或另选输出文件夹"
        case IsADirectoryError():
            return f"写不进“{where}”：这里已有同名文件夹；请移走它，或另选输出文件夹"
        case FileExistsError() | NotADirectoryError():
            return f"写不进“{folder}”：路径上有一个不是文件夹；请另选输出文件夹"
        case _:
            return f"写不进“{folder}”：{cause_of(error)}；请另选输出文件夹"
