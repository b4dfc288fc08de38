"""The page served as it is served to people: by the command, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.users import Users

RUN = "import sys; from assistant.cli import main; sys.exit(main())"
PASSWORD = "correct-horse-7"


@dataclass(frozen=True, slots=True)
class Page:
    """A page being served: where, and the folder its process has for a home."""

    url: str
    home: Path

    def account(self, name: str) -> str:
        """A new account called ``name``, with :data:`PASSWORD`; the name comes back."""
        Users(self.home / "users.json").add(name, PASSWORD)
        return name

    def papers(self, name: str = "_") -> Path:
        """Where this user's papers lie."""
        return self.home / "desk" / "papers" / name


@contextmanager
def served(home: Path, more: Mapping[str, str] | None = None) -> Iterator[Page]:
    """``nigao chat`` on a free port inside ``with``."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")},
        "NIGAO_HOME": str(home),
        "PYTHONUTF8": "1",
        **(more or {}),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "chat", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    assert process.stderr
    told: list[str] = []
    reader = threading.Thread(target=told.extend, args=(process.stderr,))
    reader.start()
    try:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, f"not served: {line}{''.join(told)}"
        yield Page(found[0], home)
    finally:
        process.terminate()
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()
    assert "Traceback" not in "".join(told), "".join(told)
