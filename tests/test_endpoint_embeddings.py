"""Embeddings of an endpoint, over real HTTP: batches, tries, faults, and going on after them."""

from __future__ import annotations

from pathlib import Path

import pytest
from libraries import report
from servers import SIZE, Bad, EmbeddingServer, embedding_server

from assistant.embedding import AT_ONCE, EndpointEmbeddings, embeddings_for
from assistant.settings import Settings
from assistant.wiring import EmbedSettings
from corpus.embeddings import HashedNgrams
from corpus.errors import LibraryError, ModelError, SettingsError
from corpus.library import Library

TEXTS = [f"开展第{n}次调研，形成调研报告。" for n in range(70)]


def asking(
    server: EmbeddingServer, waits: list[float] | None = None, key: str = ""
) -> EndpointEmbeddings:
    pause = waits.append if waits is not None else lambda _: None
    return EndpointEmbeddings(EmbedSettings("bge-m3", server.url, key), pause)


def test_texts_go_out_in_batches_as_text_and_come_back_in_their_order() -> None:
    with embedding_server() as server:
        made = asking(server).embed_documents(TEXTS)
    assert [len(texts) for texts in server.asked] == [AT_ONCE, AT_ONCE, len(TEXTS) - 2 * AT_ONCE]
    assert [text for texts in server.asked for text in texts] == TEXTS
    expected = HashedNgrams(SIZE).embed_documents(TEXTS)
    assert [pytest.approx(each, abs=1e-6) for each in expected] == made


def test_the_key_goes_with_each_request() -> None:
    with embedding_server() as server:
        asking(server, key="sk-test").embed_query("党建")
    assert server.headers[0]["authorization"] == "Bearer sk-test"


@pytest.mark.parametrize("bad", [Bad(429), Bad(500), Bad(503), Bad(0)])
def test_a_passing_fault_is_met_by_asking_again_after_growing_pauses(bad: Bad) -> None:
    waits: list[float] = []
    with embedding_server(script=[bad, bad]) as server:
        assert len(asking(server, waits).embed_query("党建")) == SIZE
    assert len(server.asked) == 3
    assert waits == [1.5, 2.0]


def test_the_server_says_how_long_to_wait() -> None:
    waits: list[float] = []
    with embedding_server(script=[Bad(429, retry_after="7")]) as server:
        asking(server, waits).embed_query("党建")
    assert waits == [7.0]


@pytest.mark.parametrize(
    ("bad", "tries", "said"),
    [
        (Bad(401), 1, "NIGAO_EMBED_API_KEY"),
        (Bad(404), 1, "NIGAO_EMBED_MODEL"),
        (Bad(400), 1, "出错（400）"),
        (Bad(429), 4, "请求太多"),
        (Bad(500), 4, "出错（500）"),
        (Bad(0), 4, "连不上"),
    ],
)
def test_a_lasting_fault_is_one_chinese_line_that_says_what_to_do(
    bad: Bad, tries: int, said: str
) -> None:
    with embedding_server(always=bad) as server, pytest.raises(ModelError, match=said) as caught:
        asking(server).embed_query("党建")
    assert len(server.asked) == tries
    assert "\n" not in str(caught.value)
    assert "127.0.0.1（bge-m3）" in str(caught.value)


@pytest.mark.parametrize("answer", [[], [[]], [[1.0], [2.0]]])
def test_an_answer_without_a_vector_for_each_text_is_an_error(answer: list[list[float]]) -> None:
    with embedding_server(script=[answer] * 4) as server, pytest.raises(ModelError):
        asking(server).embed_query("党建")


def test_a_broken_endpoint_loses_no_vector_it_gave(tmp_path: Path) -> None:
    work = tuple(TEXTS)
    good = HashedNgrams(SIZE)
    with embedding_server() as server:
        server.script = [good.embed_documents(["x"] * AT_ONCE), *[Bad(500)] * 4]
        library = Library.open(tmp_path, embeddings=asking(server))
        with pytest.raises(ModelError, match="再运行一次会接着算"):
            library.add([report("a", work=work)])
        first = server.asked[0]
        server.asked.clear()
        Library.open(tmp_path, embeddings=asking(server)).add([report("a", work=work)])
        asked = [text for texts in server.asked for text in texts]
        assert len(asked) == len(work) + 4 - AT_ONCE
        assert not set(asked) & set(first)
        assert library.search("调研", k=100)


def test_vectors_of_another_size_are_refused_and_rebuild_makes_them_anew(tmp_path: Path) -> None:
    with embedding_server() as server:
        library = Library.open(tmp_path, embeddings=asking(server))
        library.add([report("a")])
        server.size = 8
        with pytest.raises(LibraryError, match=r"给出 8 维向量.*是 16 维.*rebuild"):
            library.add([report("b", year=2022)])
        with pytest.raises(LibraryError, match="rebuild"):
            library.search("党建")
        library.rebuild()
        assert len(library.search("党建", k=100)) == 12


def test_another_model_is_named_and_rebuild_takes_it(tmp_path: Path) -> None:
    Library.open(tmp_path).add([report("a")])
    with embedding_server() as server:
        library = Library.open(tmp_path, embeddings=asking(server))
        with pytest.raises(LibraryError, match="hashed-ngrams-1 建立，现在用的是 bge-m3"):
            library.search("党建")
        library.rebuild()
        assert library.search("党建")


def test_a_dead_endpoint_stops_a_search_with_one_line(tmp_path: Path) -> None:
    with embedding_server() as server:
        library = Library.open(tmp_path, embeddings=asking(server))
        library.add([report("a")])
    with pytest.raises(ModelError, match="连不上"):
        library.search("党建")


def test_settings_name_the_endpoint_and_its_key_never_shows(home: Path) -> None:
    environ = {
        "NIGAO_HOME": str(home),
        "NIGAO_EMBED_MODEL": "bge-m3",
        "NIGAO_EMBED_BASE_URL": "http://127.0.0.1:8080/v1",
        "OPENAI_API_KEY": "sk-shared",
    }
    assert Settings.from_env(environ).embedding.key == "sk-shared"
    own = Settings.from_env({**environ, "NIGAO_EMBED_API_KEY": "sk-own"}).embedding
    assert (own.key, own.host) == ("sk-own", "127.0.0.1")
    assert "sk-own" not in repr(own)
    assert embeddings_for(own) is not None


def test_without_settings_nothing_is_sent_anywhere(home: Path) -> None:
    assert embeddings_for(Settings.from_env({"NIGAO_HOME": str(home)}).embedding) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [("NIGAO_EMBED_BASE_URL", "NIGAO_EMBED_MODEL"), ("NIGAO_EMBED_MODEL", "NIGAO_EMBED_API_KEY")],
)
def test_half_a_setting_is_an_error(home: Path, name: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_env({"NIGAO_HOME": str(home), name: "http://127.0.0.1:1/v1"})
