"""The settings of this machine's user, read from the environment here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from assistant.wiring import NO_EMBEDDING, NO_MODEL, PATIENCE, EmbedSettings, ModelSettings
from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library and the user's own kinds lie; ``home`` need not exist yet."""

    home: Path
    model: ModelSettings = NO_MODEL
    embedding: EmbedSettings = NO_EMBEDDING

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings; ``NIGAO_HOME`` stands for the user's data folder.

        Raises:
            SettingsError: NIGAO_HOME is no absolute path, or there is a file in its place.
        """
        named = environ.get("NIGAO_HOME", "").strip()
        home = Path(named).expanduser() if named else _user_folder()
        if not home.is_absolute():
            raise SettingsError(f"NIGAO_HOME“{named}”不是绝对路径；请写从根目录起的完整路径")
        if home.exists() and not home.is_dir():
            raise SettingsError(f"NIGAO_HOME“{home}”是文件，不是文件夹；请另指一个文件夹")
        model = ModelSettings(
            model=environ.get("NIGAO_MODEL", "").strip(),
            base_url=environ.get("OPENAI_BASE_URL", "").strip(),
            key=environ.get("OPENAI_API_KEY", "").strip(),
            timeout=_patience(environ),
        )
        return cls(home, model, _embedding(environ))

    @property
    def library(self) -> Path:
        """The default library's folder."""
        return self.home / "library"

    @property
    def desk(self) -> Path:
        """Where the page keeps papers."""
        return self.home / "desk"

    @property
    def users(self) -> Path:
        """The accounts of the page; without the file there are none."""
        return self.home / "users.json"

    @property
    def layout(self) -> Path | None:
        """The office's own layout, when there is one."""
        file = self.home / "layout.yaml"
        return file if file.is_file() else None

    @property
    def kinds(self) -> Path | None:
        """The folder of the user's own kinds, when there is one."""
        folder = self.home / "kinds"
        return folder if folder.is_dir() else None

    @property
    def rules(self) -> Path | None:
        """The folder of the office's own rules of checking, when there is one."""
        folder = self.home / "rules"
        return folder if folder.is_dir() else None


def _patience(environ: Mapping[str, str]) -> float:
    """How many seconds a model may be silent; a local one on a slow machine needs more.

    Raises:
        SettingsError: it is no number of seconds up to an hour.
    """
    named = environ.get("NIGAO_PATIENCE", "").strip()
    if not named:
        return PATIENCE
    if not named.replace(".", "", 1).isdigit() or not 1 <= float(named) <= 3600:
        raise SettingsError(f"NIGAO_PATIENCE“{named}”不是1到3600之间的秒数；请改正或去掉它")
    return float(named)


def _embedding(environ: Mapping[str, str]) -> EmbedSettings:
    """The embedding's settings; its key defaults to the model's.

    Raises:
        SettingsError: an address is given without a model, or a model without address and key.
    """
    named = {
        name: environ.get(f"NIGAO_EMBED_{name}", "").strip()
        for name in ("MODEL", "BASE_URL", "API_KEY")
    }
    key = named["API_KEY"] or environ.get("OPENAI_API_KEY", "").strip()
    if named["BASE_URL"] and not named["MODEL"]:
        raise SettingsError(
            "设了 NIGAO_EMBED_BASE_URL，没有设 NIGAO_EMBED_MODEL；请写向量模型的名称"
        )
    if named["MODEL"] and not (named["BASE_URL"] or key):
        raise SettingsError(
            "没有向量模型的密钥；请设 NIGAO_EMBED_API_KEY，本地服务请设 NIGAO_EMBED_BASE_URL"
        )
    return EmbedSettings(named["MODEL"], named["BASE_URL"], key)


def _user_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("nigao", appauthor=False)


def hush_page_library(room: Path) -> None:
    """Let the page's library tell nobody of anything, and keep what is uploaded in ``room``.

    It reads the environment when it is imported, so this comes before.
    """
    os.environ.update(
        GRADIO_ANALYTICS_ENABLED="False",
        GRADIO_TEMP_DIR=str(room),
        GRADIO_SHARE="False",
        HF_HUB_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
    )
