"""The page: where each view stands, and which click goes where; all else is the seat's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, Literal

import gradio as gr

from assistant.chat.acts import act, stops
from assistant.chat.draft_view import coming_view, progress_view
from assistant.chat.front import Front
from assistant.chat.seat import (
    CHECK,
    DECISIONS,
    DRAFT,
    EXPORT,
    FACTS,
    OUTLINE,
    REPORTS,
    SOURCES,
    TALK,
    Seat,
)
from assistant.chat.showing import NOTICE, PROGRESS, VERSIONS, shown
from assistant.chat.views import (
    brand_view,
    notice_view,
)
from assistant.talk.works import Work
from corpus.errors import NigaoError

_TABS = {
    FACTS: "事实",
    DECISIONS: "核实",
    OUTLINE: "提纲",
    DRAFT: "草稿",
    CHECK: "检查",
    SOURCES: "依据",
    EXPORT: "导出",
    REPORTS: "往年材料",
}
_NEW = "（新开一份）"
_TAKE = "() => { const it = document.querySelector('#getfile'); if (it) it.click(); }"


def asset(name: str) -> str:
    """A file of the page's own: its style or its script."""
    return files("assistant.chat").joinpath(name).read_text(encoding="utf-8")


def build_page(front: Front) -> gr.Blocks:
    """The page over these seats."""
    blocks: gr.Blocks = _Page(front).blocks
    return blocks


class _Page:
    def __init__(self, front: Front) -> None:
        self.front = front
        self._shut_times = count(1)
        script = asset("page.js")
        with gr.Blocks(title="拟稿", analytics_enabled=False, fill_width=True) as self.blocks:
            with gr.Row(elem_id="top", equal_height=True):
                self.brand = gr.HTML(brand_view(""), elem_id="brand", min_width=150, scale=3)
                self.papers = gr.Dropdown(
                    label="稿件",
                    choices=[],
                    interactive=True,
                    filterable=False,
                    container=False,
                    scale=4,
                    elem_id="papers",
                )
            self.views: dict[str, gr.HTML] = {}

            def view(name: str, **more: Any) -> None:
                self.views[name] = gr.HTML(
                    elem_id=name, js_on_load=script, apply_default_css=False, **more
                )

            with gr.Row(equal_height=False, elem_id="desk"):
                with gr.Column(scale=4, min_width=300, elem_id="side"):
                    view(TALK, autoscroll=True)
                    view(PROGRESS)
                    with gr.Row(equal_height=True, elem_id="compose"):
                        self.message = gr.Textbox(
                            show_label=False,
                            label="说的话",
                            placeholder="说要写什么、今年的事实",
                            lines=1,
                            max_lines=8,
                            scale=5,
                            elem_id="message",
                        )
                        self.send = gr.Button(
                            "发送", variant="primary", scale=1, min_width=72, elem_id="send"
                        )
                with (
                    gr.Column(scale=6, min_width=300, elem_id="pages"),
                    gr.Tabs(elem_id="tabs") as self.tabs,
                ):
                    self._tabs(view)
            view(NOTICE)
            self.file = gr.DownloadButton("下载", elem_id="getfile")
            self._events()

    def _tabs(self, view: Callable[..., None]) -> None:
        for name, title in _TABS.items():
            with gr.Tab(title, id=name):
                if name == FACTS:
                    with gr.Row(elem_classes="doors"):
                        self.sheet = _upload("上传事实表或记录", "single")
                        self.book = gr.Button("下载事实表（Excel）", size="sm")
                if name == REPORTS:
                    with gr.Row(elem_classes="doors"):
                        self.offered = _upload("上传往年材料", "multiple")
                view(name)
                if name == DRAFT:
                    view(VERSIONS)

    # -- events --

    def _events(self) -> None:
        outputs = [
            *self.views.values(),
            *(self.brand, self.papers, self.tabs, self.file, self.message),
        ]
        free: dict[str, Any] = {
            "outputs": outputs,
            "concurrency_limit": None,
            "show_progress": "hidden",
            "api_visibility": "private",
        }
        began = [
            view.act(self._act, None, trigger_mode="multiple", **free)
            for view in self.views.values()
        ]
        began += [
            self.message.submit(self._say, [self.message], **free),
            self.send.click(self._say, [self.message], **free),
            self.papers.input(self._open, [self.papers], **free),
            self.sheet.upload(self._take_file, [self.sheet], **free),
            self.offered.upload(self._take_reports, [self.offered], **free),
            self.book.click(self._workbook, None, **free),
            self.blocks.load(self._load, None, **free),
        ]
        for event in began:
            event.then(self._follow, None, **free)
        self.file.change(None, None, None, js=_TAKE)
        self.blocks.unload(self._leave)

    def _load(self, request: gr.Request) -> dict[Any, Any]:
        def forgets(seat: Seat) -> None:
            seat.shown, seat.followed = {}, None

        return {**self._did(request, forgets), self.brand: brand_view(request.username or "")}

    def _act(self, event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        fields = event._data
        told = fields if isinstance(fields, Mapping) else {}
        if stops(told):
            return self._stopped(request)
        return self._did(request, lambda seat: act(seat, told))

    def _stopped(self, request: gr.Request) -> dict[Any, Any]:
        """The stop waits for no other act of the page, nor tells its notice."""
        try:
            seat = self.front.seat(request)
        except NigaoError as error:
            return self._shut(str(error))
        seat.stop()
        work = seat.work()
        return {self.views[PROGRESS]: progress_view(work.look() if work else None)}

    def _say(self, text: str, request: gr.Request) -> dict[Any, Any]:
        said = self._did(request, lambda seat: act(seat, {"act": "say", "text": text}))
        return {**said, self.message: gr.Textbox(value="")}

    def _open(self, paper_id: str, request: gr.Request) -> dict[Any, Any]:
        return self._did(request, lambda seat: seat.open(paper_id))

    def _take_file(self, path: str, request: gr.Request) -> dict[Any, Any]:
        return self._did(request, lambda seat: seat.take_file(Path(path)))

    def _take_reports(self, paths: list[str], request: gr.Request) -> dict[Any, Any]:
        return self._did(request, lambda seat: seat.take_reports(map(Path, paths)))

    def _workbook(self, request: gr.Request) -> dict[Any, Any]:
        return self._did(request, Seat.workbook)

    def _did(self, request: gr.Request, does: Callable[[Seat], None]) -> dict[Any, Any]:
        try:
            seat = self.front.seat(request)
        except NigaoError as error:
            return self._shut(str(error))
        wrong = ""
        # Told within the turn: a list fires twice, and the other one would take this notice.
        with seat.session.turn:
            try:
                does(seat)
            except NigaoError as error:
                wrong = str(error)
            return self._updates(seat, wrong)

    def _shut(self, why: str) -> dict[Any, Any]:
        """A page that is served no more: nothing on it but why."""
        bare: dict[Any, Any] = dict.fromkeys(self.views.values(), "")
        told = notice_view(why, next(self._shut_times), wrong=True)
        return {**bare, self.views[NOTICE]: told, self.papers: gr.Dropdown(choices=[], value=None)}

    def _follow(self, request: gr.Request) -> Iterator[dict[Any, Any]]:
        """Show the work under way as it comes, and once all there is when it has ended."""
        try:
            seat = self.front.seat(request)
        except NigaoError:
            yield {self.message: gr.skip()}  # what was clicked has said it
            return
        work = seat.work()
        if work is None or work is seat.followed:
            yield {self.message: gr.skip()}
            return
        for look in work.follow():
            if seat.work() is not work:
                return  # another paper was opened meanwhile
            if look.state != "running":
                break
            if not self.front.serves(request):
                return
            yield {
                self.views[DRAFT]: coming_view(seat.title_now, look),
                self.views[PROGRESS]: progress_view(look),
            }
        yield self._ended(seat, work)

    def _ended(self, seat: Seat, work: Work) -> dict[Any, Any]:
        with seat.session.turn:
            seat.followed = work
            seat.refresh()
            seat.shown.pop(DRAFT, None)
            return self._updates(seat)

    def _leave(self, request: gr.Request) -> None:
        self.front.leave(request)

    # -- what is shown --

    def _updates(self, seat: Seat, wrong: str = "") -> dict[Any, Any]:
        """The views that are not as the page shows them, and what was asked for once.

        ``wrong`` says what could not be done.
        """
        changed: dict[Any, Any] = {}
        for name, html in shown(seat).items():
            if seat.shown.get(name) != html and name not in seat.quiet:
                changed[self.views[name]] = html
            seat.shown[name] = html
        if notice := wrong or seat.notice:
            seat.noticed += 1
            is_wrong = bool(wrong) or seat.wrong
            changed[self.views[NOTICE]] = notice_view(notice, seat.noticed, wrong=is_wrong)
        elif seat.noticed:
            changed[self.views[NOTICE]] = ""
        if seat.tab:
            changed[self.tabs] = gr.Tabs(selected=seat.tab)
        if seat.file:
            changed[self.file] = gr.DownloadButton(value=str(seat.file))
        seat.notice, seat.wrong, seat.tab, seat.file = "", False, "", None
        return {**changed, self.papers: self._choices(seat)}

    def _choices(self, seat: Seat) -> gr.Dropdown:
        listed = [(each.title, each.id) for each in seat.session.papers.listing()]
        now = seat.paper.id if seat.paper else ""
        return gr.Dropdown(choices=[*listed, (_NEW, "")], value=now)


def _upload(label: str, count: Literal["single", "multiple"]) -> gr.UploadButton:
    """A button for files of any kind: what is not taken in is refused by the verbs, with reason."""
    return gr.UploadButton(label, file_count=count, size="sm")
