"""The cells are an object by number instead of a list."""

from __future__ import annotations

from tests.hostile.making import Release, filled, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = filled(release)
    return written({**notebook, "cells": dict(enumerate(notebook["cells"]))})
