"""The whole examination, area by area."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.doctor.home_points import home_points
from assistant.doctor.library_points import library_points
from assistant.doctor.machine_points import (
    feature_points,
    font_points,
    office_point,
    program_point,
)
from assistant.doctor.model_points import model_points
from assistant.doctor.points import Examination, Point
from assistant.export.layout import Layout
from assistant.export.layouts import load_layout
from assistant.machine import installed_fonts, installed_office, is_installed
from assistant.settings import Settings
from corpus.errors import SettingsError


def examine(settings: Settings, *, library: Path | None = None, ask: bool = False) -> Examination:
    """Look at the machine, the settings, the office's own files and the library.

    Nothing is changed, and no network is used unless ``ask`` says that the endpoints of model and
    embedding may be asked one question each. ``library`` is looked at in place of the default one.
    """
    return Examination(tuple(_points(settings, library, ask)))


def _points(settings: Settings, library: Path | None, ask: bool) -> Iterator[Point]:
    office = installed_office()
    yield program_point()
    yield office_point(office)
    yield from font_points(installed_fonts(), _layout(settings))
    page = is_installed("gradio") if is_installed("assistant.chat") else None
    yield from feature_points(office, cluster=is_installed("distributed"), page=page)
    yield from home_points(settings)
    yield from library_points(settings, library)
    yield from model_points(settings, ask=ask)


def _layout(settings: Settings) -> Layout:
    """The layout drafts are set in; the shipped one where the office's own is faulty."""
    try:
        return load_layout(settings.layout)
    except SettingsError:
        return load_layout()
