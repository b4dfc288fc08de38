"""One browser a file of tests, the page in processes of its own, nothing sent anywhere else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from desk import WRITE, Desk
from desks import Talk, sample_library, session_in
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from serving import PASSWORD, Page, served

BEGUN = (WRITE, "全年召开党组会议26次，研究重要议题124项")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
)
_NUMBERS = count(1)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The guide's pictures are taken only when asked for."""
    unasked = not config.getoption("--pictures")
    return True if unasked and collection_path.name == "test_pictures.py" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; it is closed with its module, for its loop must not outlive it."""
    binary = shutil.which("chromium")
    if not binary:
        pytest.skip("chromium is not installed")
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=binary, args=FLAGS)) as launched,
    ):
        yield launched


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes homes whose library holds the sample reports."""

    def made() -> Path:
        home = tmp_path_factory.mktemp("desk-home")
        shutil.copytree(sample_library(), home / "library")
        return home

    return made


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a paper begun."""
    talk = Talk(session_in(tmp_path_factory.mktemp("begun"), "writer"))
    talk.say(*BEGUN)
    return talk.session.around.desk / "papers" / "writer"


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a paper drafted."""
    talk = Talk(session_in(tmp_path_factory.mktemp("drafted"), "writer"))
    talk.say(*BEGUN, "起草")
    return talk.session.around.desk / "papers" / "writer"


@pytest.fixture(scope="session")
def page(new_home: Callable[[], Path]) -> Iterator[Page]:
    """The page with accounts, so that each test has papers of its own."""
    home = new_home()
    Page("", home).account("office")
    with served(home) as running:
        yield running


@pytest.fixture
def entered(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Opens the page in a browser of its own; nothing may be asked for elsewhere or go wrong."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def enter(page: Page, name: str = "", **how: Any) -> Desk:
        """Without a name nobody has logged in yet."""
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **how})
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("request", lambda request: _watch(request.url, page.url, faults))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        if name:
            answer = context.request.post(
                f"{page.url}/login", form={"username": name, "password": PASSWORD}
            )
            assert answer.ok
        desk = Desk(context.new_page(), tmp_path)
        desk.open(page.url, talks=bool(name))
        return desk

    yield enter
    for context in contexts:
        context.close()
    assert faults == []


def _watch(url: str, home: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(home).netloc:
        faults.append(f"asked for {url}")


@pytest.fixture
def sit(page: Page, entered: Callable[..., Desk]) -> Callable[..., Desk]:
    """Seats a new writer at the page, with papers that were made before."""

    def seated(papers: Path | None = None, **how: Any) -> Desk:
        name = page.account(f"writer{next(_NUMBERS)}")
        if papers:
            shutil.copytree(papers, page.papers(name))
        return entered(page, name, **how)

    return seated


@pytest.fixture
def desk(sit: Callable[..., Desk]) -> Desk:
    """A new writer at the page."""
    return sit()


@pytest.fixture
def desk_begun(sit: Callable[..., Desk], begun: Path) -> Desk:
    """A writer at a paper begun."""
    return sit(begun)


@pytest.fixture
def desk_drafted(sit: Callable[..., Desk], drafted: Path) -> Desk:
    """A writer at a paper drafted."""
    return sit(drafted)
