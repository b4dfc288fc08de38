"""argparse in Chinese: its headings, its help and its complaints.

Of argparse this relies on documented behaviour and on the English of its complaints; one that is
not known here is passed on behind a Chinese sentence.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from corpus.errors import SettingsError

_COMPLAINTS = (
    (r"argument (?P<name>.+?): (?P<rest>.+)", "{name}：{rest}"),
    (r"the following arguments are required: (?P<names>.+)", "缺少 {names}"),
    (r"unrecognized arguments: (?P<words>.+)", "不认识 {words}"),
    (
        r"invalid choice: '?(?P<word>.+?)'? \(choose from (?P<words>.+)\)",
        "没有“{word}”这一项，可用 {words}",
    ),
    (r"expected one argument", "后面要跟一个值"),
    (r"expected (?P<count>\d+) arguments?", "后面要跟{count}个值"),
    (r"expected at (?:least one|most one) argument", "后面的值个数不对"),
    (r"ignored explicit argument (?P<word>.+)", "后面不带值，多了 {word}"),
    (r"not allowed with argument (?P<name>.+)", "不能与 {name} 同用"),
    (r"ambiguous option: (?P<word>\S+) could match (?P<words>.+)", "{word} 不明确，可指 {words}"),
    (r"invalid \w+ value: (?P<word>.+)", "写得不对：{word}"),
)
_WIDTH = 92
_LAST_PORT = 65535
_MOST_JOBS = 64


class Parser(argparse.ArgumentParser):
    """A parser whose help is Chinese and whose complaints are SettingsErrors of one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, allow_abbrev=False, formatter_class=_formatter)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        """The help, with full-width colons, and without a line that only repeats its heading."""
        text = re.sub(r"^([^ \n]+):$", r"\1：", super().format_help(), flags=re.MULTILINE)
        return re.sub(r"^(.+)：\n  \1\n", r"\1：\n", text, flags=re.MULTILINE)

    def error(self, message: str) -> NoReturn:
        """Raise the complaint in Chinese, with where to read the usage."""
        raise SettingsError(f"{in_chinese(message)}；用法见 {self.prog} --help")


def in_chinese(complaint: str) -> str:
    """What argparse complains of, in Chinese."""
    for pattern, words in _COMPLAINTS:
        if found := re.fullmatch(pattern, complaint, re.DOTALL):
            parts = found.groupdict()
            if "rest" in parts:
                parts["rest"] = in_chinese(parts["rest"])
            if "words" in parts:
                parts["words"] = parts["words"].replace("'", "").replace(", ", "、")
            return words.format(**parts)
    return complaint if _is_chinese(complaint) else f"命令写得不对（{complaint}）"


def _is_chinese(complaint: str) -> bool:
    """Whether it is one of our own: what argparse quotes of the command line does not count."""
    return bool(re.search(r"[一-鿿]", re.sub(r"'.*'", "", complaint)))


class _Formatter(argparse.RawTextHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A formatter of fixed width: the same help whatever the terminal."""
    return _Formatter(prog, max_help_position=28, width=_WIDTH)


def year(text: str) -> int:
    """A year of four digits.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"(?:19|20)\d\d", text):
        raise argparse.ArgumentTypeError(f"应是四位年份（如 2025），写的是“{text}”")
    return int(text)


def count(text: str) -> int:
    """A number of things from 1 to 64.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"[1-9]\d?", text) or int(text) > _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"应是1到{_MOST_JOBS}的整数，写的是“{text}”")
    return int(text)


def port(text: str) -> int:
    """A port to listen on; 0 takes any that is free.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"应是0到{_LAST_PORT}的整数，写的是“{text}”")
    return int(text)


def filled(name: str) -> Callable[[str], str]:
    """A reader of texts that are not blank; ``name`` says in Chinese what is wanted."""

    def read(text: str) -> str:
        if not text.strip():
            raise argparse.ArgumentTypeError(f"{name}不能是空的")
        return text

    return read
