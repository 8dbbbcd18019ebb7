"""A notebook without a cell."""

from __future__ import annotations

from tests.hostile.making import Release, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written({**release, "cells": []})
