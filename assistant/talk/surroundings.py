"""What a seat at the desk has around it: library, the office's own folders, model, today."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.indexing import open_library
from assistant.wiring import NO_EMBEDDING, NO_MODEL, EmbedSettings, ModelSettings
from corpus.kinds import Kind, load_kinds

if TYPE_CHECKING:
    from corpus.library import Embeddings, Library


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that a session needs and does not own; folders are None where the office has none.

    ``desk`` is where drafts and users are kept.
    """

    desk: Path
    library: Path
    today: Callable[[], datetime.date]
    kinds: Path | None = None
    rules: Path | None = None
    layout: Path | None = None
    model: ModelSettings = NO_MODEL
    embedding: EmbedSettings = NO_EMBEDDING

    def open_library(self) -> Library | None:
        """The shared library, None before the first report is taken in.

        It is opened for each use: the desk holds no lock between searches.

        Raises:
            LibraryError: what is there is no library, or was made by another version.
        """
        return open_library(self.library, required=False, embeddings=self.embeddings())

    def embeddings(self) -> Embeddings | None:
        """The embedding the settings name, None for the one built in."""
        if not self.embedding.model:
            return None
        from assistant.embedding import embeddings_for

        return embeddings_for(self.embedding)

    def kind_table(self) -> dict[str, Kind]:
        """The kinds there are, the office's own included, by id."""
        return dict(load_kinds(self.kinds))
