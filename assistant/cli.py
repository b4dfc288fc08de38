"""The command line: reads what was asked, lets the desk do it, prints what came of it."""

from __future__ import annotations

import io
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli_parser import build_parser
from assistant.settings import Settings
from corpus.errors import NigaoError, SettingsError

if TYPE_CHECKING:
    from corpus.library import Library

# What a shell reports of a program ended by SIGINT or SIGPIPE.
_INTERRUPTED, _PIPE_CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 clean, 1 findings or failures, 2 an error.

    Whatever can be explained to the person is one line on stderr and never a traceback.
    """
    _speak_plainly()
    try:
        asked = build_parser().parse_args(argv)
        status = _COMMANDS[asked.command](asked, Settings.from_env())
        sys.stdout.flush()
    except NigaoError as error:
        print(f"错误：{_one_line(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断，没有写完的不会留下", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more on its way out, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    return status


# Each command imports what it needs when it runs: --help has no use for any of it.


def _demo(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_text import demo_lines
    from assistant.demo import demo
    from assistant.progress import progress

    with progress("示例", "步") as step:
        shown = demo(settings.home / "demo", step=step)
    _print_lines(demo_lines(shown))
    return 0 if shown.passed else 1


def _index(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_library import embeddings_by
    from assistant.cli_text import index_lines
    from assistant.indexing import index_reports
    from assistant.progress import progress

    embeddings = embeddings_by(settings)
    with progress("收录", "份") as step:
        indexed = index_reports(
            asked.paths,
            asked.library or settings.library,
            kind=asked.kind,
            year=asked.year,
            unit=asked.unit,
            embeddings=embeddings,
            own_kinds=settings.kinds,
            step=step,
        )
    if asked.json:
        _print_json(indexed.to_plain())
    else:
        _print_lines(index_lines(indexed, _kind_names(settings)))
    return 1 if indexed.failed else 0


def _library(asked: Namespace, settings: Settings) -> int:
    return _LIBRARY_ACTIONS[asked.action](asked, settings)


def _library_list(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_text import library_lines

    library = _opened(asked.library, settings)
    rows = library.listing() if library else []
    if asked.json:
        _print_json(rows)
    else:
        _print_lines(library_lines(rows, _kind_names(settings)))
    return 0


def _library_search(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_library import hit_lines, hits_for, plain_hit

    hits = hits_for(asked, settings)
    if asked.json:
        _print_json([plain_hit(hit, asked.query) for hit in hits])
    else:
        _print_lines(hit_lines(hits, asked.query, colours=sys.stdout.isatty()))
    return 0


def _library_remove(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_text import report_line
    from corpus.library import Library, described

    removed = described(Library.open(asked.library or settings.library).remove(asked.id))
    if asked.json:
        _print_json({"removed": removed})
    else:
        print(f"已删去  {report_line(removed, _kind_names(settings))}")
    return 0


def _library_rebuild(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_library import library_rebuilt

    count = library_rebuilt(asked.library, settings)
    if asked.json:
        _print_json({"rebuilt": count})
    else:
        print(f"已按{count}份材料重建索引")
    return 0


def _kinds(asked: Namespace, settings: Settings) -> int:
    return _KINDS_ACTIONS[asked.action](asked, settings)


def _kinds_list(_: Namespace, settings: Settings) -> int:
    from assistant.cli_text import kind_lines
    from corpus.kinds import load_kinds

    _print_lines(kind_lines(list(load_kinds(settings.kinds).values())))
    return 0


def _kinds_show(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_text import kind_text
    from corpus.kinds import kind_named

    print(kind_text(kind_named(asked.kind, settings.kinds)), end="")
    return 0


def _kinds_learn(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_text import learned_lines
    from assistant.learning import LearnOrder, learn_kind_file

    order = LearnOrder(tuple(asked.reports), asked.kind, asked.name, asked.year, settings.kinds)
    library = _opened(asked.library, settings)
    _print_lines(learned_lines(learn_kind_file(order, asked.out, library)))
    return 0


def _facts(asked: Namespace, settings: Settings) -> int:
    return _FACTS_ACTIONS[asked.action](asked, settings)


def _facts_check(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_facts import review_lines
    from assistant.named import named_report
    from assistant.sanity import review_sheet
    from assistant.sheet.loading import load_sheet
    from corpus.kinds import kind_named

    sheet = load_sheet(asked.sheet, settings.kinds)
    library = _opened(None, settings) if asked.past else None
    past = named_report(asked.past, library, own_kinds=settings.kinds) if asked.past else None
    review = review_sheet(sheet, kind_named(sheet.kind, settings.kinds), past)
    if asked.json:
        _print_json(review.to_plain())
    else:
        _print_lines(review_lines(review))
    return 0 if review.passed else 1


def _facts_read(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_facts import noted_lines
    from assistant.sheet.notes import Asked, read_notes
    from assistant.sheet.writing import write_sheet

    if asked.notes is None and not asked.guidance:
        raise SettingsError("没有给出要读的文件；请写上记录文件，或用 --guidance 指定上级文件")
    wanted = Asked(asked.unit, asked.kind, asked.year)
    noted = read_notes(asked.notes, wanted, settings.kinds, tuple(asked.guidance))
    write_sheet(noted, asked.out)
    _print_lines(noted_lines(noted, asked.out))
    return 0


def _form(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_form import formed_lines
    from assistant.forming import FormOrder, make_form_file, split_form_files

    order = FormOrder(tuple(asked.names), asked.plan, asked.last, asked.due)
    make = split_form_files if asked.split else make_form_file
    library = _opened(asked.library, settings)
    _print_lines(formed_lines(make(order, asked.out, library, settings.kinds)))
    return 0


def _facts_merge(asked: Namespace, _: Settings) -> int:
    from assistant.cli_form import joined_lines
    from assistant.forming import merge_form_files

    joined = merge_form_files(asked.sheets, asked.out)
    _print_lines(joined_lines(joined))
    return 1 if joined.conflicts else 0


def _draft(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_draft import drafted_answer
    from assistant.cli_library import opened_library

    answer = drafted_answer(asked, settings, opened_library(asked.library, settings))
    _print_lines(answer.lines)
    return answer.status


def _batch(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_draft import batched
    from assistant.cli_library import opened_library
    from assistant.cli_text import batch_lines

    done = batched(asked, settings, opened_library(asked.library, settings))
    if asked.json:
        _print_json(done.to_plain())
    else:
        _print_lines(batch_lines(done, asked.out))
    return 1 if done.failed else 0


def _check(asked: Namespace, settings: Settings) -> int:
    from assistant.checking import CheckOrder, check_file, save_fixed, save_page
    from assistant.cli_text import fixed_lines, judgement_lines

    if asked.together:
        return _check_together(asked, settings)
    if len(asked.files) > 1:
        raise SettingsError("一次核对一份；几份同年的材料互相对照请加 --together")
    order = CheckOrder(asked.facts, asked.kind, tuple(asked.past), settings.kinds, settings.rules)
    library = _opened(None, settings) if asked.past else None
    checked = check_file(asked.files[0], order, library)
    lines = list(judgement_lines(checked.judgement))
    if asked.fix:
        lines += fixed_lines(save_fixed(checked, asked.fix), asked.fix)
    if asked.html:
        save_page(checked, asked.html)
        lines.append(f"左右对照页已存到  {asked.html}")
    if asked.json:
        _print_json(checked.judgement.to_plain())
    else:
        _print_lines(lines)
    return 0 if checked.judgement.passed else 1


def _check_together(asked: Namespace, settings: Settings) -> int:
    from assistant.checking import CheckOrder, compare_files
    from assistant.cli_text import compared_lines

    if asked.fix or asked.html or asked.past:
        raise SettingsError("--together 只看几份材料之间，不与 --fix、--html、--past 同用")
    order = CheckOrder(asked.facts, asked.kind, (), settings.kinds, settings.rules)
    compared = compare_files(asked.files, order)
    if asked.json:
        _print_json(compared.to_plain())
    else:
        _print_lines(compared_lines(compared))
    return 0


def _export(asked: Namespace, settings: Settings) -> int:
    from assistant.copies import CopyOrder, export_copy
    from assistant.named import read_draft

    order = CopyOrder(
        asked.clean,
        asked.public,
        asked.mask,
        asked.large,
        asked.fonts == "windows",
        asked.tables,
        asked.layout or settings.layout,
    )
    export_copy(read_draft(asked.draft), asked.out, order)
    print(f"已存到  {asked.out}")
    return 0


def _revise(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_library import opened_library
    from assistant.cli_revise import revised_answer

    answer = revised_answer(asked, settings, lambda: opened_library(asked.library, settings))
    if asked.json:
        _print_json(answer.plain)
    else:
        _print_lines(answer.lines)
    return answer.status


def _return(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_edited import returned_lines
    from assistant.edited_desk import return_file
    from assistant.named import read_draft
    from assistant.sheet.loading import load_sheet

    draft = read_draft(asked.draft) if asked.draft else None
    sheet = load_sheet(asked.facts, settings.kinds) if asked.facts else None
    _print_lines(returned_lines(return_file(asked.edited, asked.out, draft, sheet), asked.out))
    return 0


def _refresh(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_edited import refreshed_lines
    from assistant.edited_desk import refresh_file
    from assistant.named import read_draft

    out = asked.out or asked.edited.with_name(f"{asked.edited.stem}-更新.docx")
    draft = read_draft(asked.draft) if asked.draft else None
    refreshed = refresh_file(asked.edited, asked.facts, out, draft, settings.kinds)
    _print_lines(refreshed_lines(refreshed, out))
    return 0


def _opinions(asked: Namespace, _: Settings) -> int:
    from assistant.cli_edited import opinion_lines
    from assistant.edited_desk import gather_opinions

    _print_lines(opinion_lines(gather_opinions(asked.files, asked.out), asked.out))
    return 0


def _doctor(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_doctor import doctor_lines
    from assistant.doctor.examining import examine

    found = examine(settings, library=asked.library, ask=asked.endpoint)
    if asked.json:
        _print_json(found.to_plain())
    else:
        _print_lines(doctor_lines(found))
    return 0 if found.passed else 1


def _chat(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_chat import chat_until_interrupted

    chat_until_interrupted(asked, settings)
    return 0


def _users(asked: Namespace, settings: Settings) -> int:
    from assistant.cli_chat import users_lines

    _print_lines(users_lines(asked, settings))
    return 0


_LIBRARY_ACTIONS: dict[str, Callable[[Namespace, Settings], int]] = {
    "list": _library_list,
    "search": _library_search,
    "remove": _library_remove,
    "rebuild": _library_rebuild,
}
_KINDS_ACTIONS: dict[str, Callable[[Namespace, Settings], int]] = {
    "list": _kinds_list,
    "show": _kinds_show,
    "learn": _kinds_learn,
}
_FACTS_ACTIONS: dict[str, Callable[[Namespace, Settings], int]] = {
    "check": _facts_check,
    "read": _facts_read,
    "merge": _facts_merge,
}
_COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    "demo": _demo,
    "index": _index,
    "library": _library,
    "kinds": _kinds,
    "form": _form,
    "facts": _facts,
    "draft": _draft,
    "batch": _batch,
    "check": _check,
    "export": _export,
    "revise": _revise,
    "return": _return,
    "refresh": _refresh,
    "opinions": _opinions,
    "doctor": _doctor,
    "chat": _chat,
    "users": _users,
}


def _opened(named: Path | None, settings: Settings) -> Library | None:
    """The library named, which must be there, or the default one, which need not."""
    from assistant.indexing import open_library

    return open_library(named or settings.library, required=named is not None)


def _kind_names(settings: Settings) -> dict[str, str]:
    from corpus.kinds import load_kinds

    return {key: kind.name for key, kind in load_kinds(settings.kinds).items()}


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(plain: Any) -> None:
    json.dump(plain, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _one_line(error: NigaoError) -> str:
    return " ".join(str(error).split("\n"))


def _speak_plainly() -> None:
    """Let no character stop a line: what a stream cannot show becomes ``?``.

    A pipe or file gets UTF-8 whatever the system's habit, a terminal what it understands.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
