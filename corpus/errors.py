"""Every failure that can be explained to the person who hit it.

NigaoError              the root: what the doors catch
├── SettingsError           an option or environment variable is missing or wrong
├── ReadingError            a file that cannot be read as a report
│   └── SecretFileError         a file with a grade of secrecy, which is not taken in
├── KindError               an unknown kind, or a kind file that is wrong
├── LibraryError            the library cannot be opened, locked or found in
├── SheetError              the sheet of facts is unreadable or wrong
├── RevisionError           a draft cannot be revised in the way asked for
├── OutputError             the place to write to cannot be written
├── ModelError              the model's endpoint failed or refused
│   └── ReplyError              it answered one request with nothing, or would not answer just it
└── Stopped                 the person stopped the work

A message is one Chinese line: what is wrong, where it stands, and what to do next.
Findings of the evaluator are not errors.
"""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOENT: "路径不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径上有一个不是文件夹",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被占用",
    errno.ETXTBSY: "正被占用",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EXDEV: "跨了磁盘",
}


def cause_of(error: OSError) -> str:
    """Why the system refused, in Chinese words that fit into a sentence."""
    return _CAUSES.get(error.errno or 0, f"系统错误{error.errno}" if error.errno else "系统错误")


class NigaoError(Exception):
    """A failure we can explain; its text is one Chinese line for the user."""


class SettingsError(NigaoError):
    """An option or environment variable is missing or wrong."""


class ReadingError(NigaoError):
    """A file that cannot be read as a report."""


class SecretFileError(ReadingError):
    """A file marked 秘密, 机密 or 绝密: skipped among many, refused alone."""


class KindError(NigaoError):
    """An unknown kind, or a kind file that does not hold together."""


class LibraryError(NigaoError):
    """The library cannot be opened, locked, or lacks what was asked for."""


class SheetError(NigaoError):
    """The sheet of facts is unreadable or says something it must not."""


class RevisionError(NigaoError):
    """The draft has no such section, hole, sentence or version, or it cannot be revised so."""


class OutputError(NigaoError):
    """The place to write to is not a folder we can write."""


class ModelError(NigaoError):
    """The model's endpoint failed or refused: there is no point in asking it anything more."""


class ReplyError(ModelError):
    """The endpoint answered one request with nothing, or refused just this one."""


class Stopped(NigaoError):
    """The person stopped the work; what was finished has been handed to whoever watched it."""

    def __init__(self, said: str = "已停止；写完的各节已留下，可以接着写") -> None:
        super().__init__(said)
