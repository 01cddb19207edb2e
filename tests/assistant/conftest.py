"""One opened library for the tests of a worker process, on an index of its own."""

from __future__ import annotations

import pytest

from assistant.case import Case
from assistant.intake import case_from_text
from assistant.library import Library, open_library
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.settings import Settings


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(Settings(data=tmp_path_factory.mktemp("library")))


@pytest.fixture(scope="session")
def tools(library: Library) -> Tools:
    return Tools(library)


@pytest.fixture(scope="session")
def work_hardening() -> Case:
    return case_from_text(sample_text("work-hardening.txt"), "work-hardening.txt")


@pytest.fixture(scope="session")
def back_and_knee() -> Case:
    return case_from_text(sample_text("back-and-knee.txt"), "back-and-knee.txt")
