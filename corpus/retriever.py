"""The library as a LangChain retriever: what comes out is masked, so it may go into a prompt."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.library import Library
from corpus.masking import mask
from corpus.report import Passage


class LibraryRetriever(BaseRetriever):
    """The ``k`` passages nearest to a query; kind, office and year are hard conditions."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 5
    kind: str | None = None
    before: int | None = None
    unit: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.library.search(
            query, k=self.k, kind=self.kind, before=self.before, unit=self.unit
        )
        return [_as_langchain(hit.passage) for hit in hits]


def _as_langchain(passage: Passage) -> Document:
    """The masked phrasing, with where it stands; the original text stays behind."""
    return Document(
        id=passage.id,
        page_content=passage.masked,
        metadata={
            "report": passage.report,
            "section": passage.section,
            "year": passage.year,
            "kind": passage.kind,
            "path": [mask(heading).text for heading in passage.path],
        },
    )
