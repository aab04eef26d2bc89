"""The application over invented shapes of every kind (`tests.deliveries`), and the answers that tests compare with."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

from flask import Flask

from tests.deliveries import DATA, DAY, HOSTILE, sample_location, sample_programme
from webmap import create_app, current
from webmap.source import Folder, Records, Source


class SampleInputs:
    """Inputs that never change: the shipped programme under hostile names, with a shape of every kind."""

    def stamp(self) -> Hashable:
        """Return what never changes."""
        return "sample"

    def read(self) -> Records:
        """Return the records as shipped, with the sample's names and places."""
        programme = sample_programme(HOSTILE)
        locations = {project.id: sample_location(at) for at, project in enumerate(programme.projects)}
        return replace(Folder(DATA).read(), programme=programme, locations=locations)


def sample_app(folder: Path, **settings: str) -> Flask:
    """Return the application as shipped, over the sample instead of the data folder."""
    app = create_app({"TESTING": True, "TODAY": DAY, "INSTANCE_DIR": folder, **settings})
    current.hold(app, current.settings_of(app), Source(SampleInputs(), lambda: DAY))
    return app
