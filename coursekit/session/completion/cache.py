"""Where jedi keeps what it has read of the stubs, so that the next kernel need not read it again.

A folder of its own: what is cached depends on how jedi is used here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache

import platformdirs


@lru_cache(maxsize=1)
def cache_folder() -> str:
    """The folder; one for this process alone where the person's own cannot be written."""
    folder = os.path.join(platformdirs.user_cache_dir("coursekit", appauthor=False), "jedi")
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        # Not a name in the temporary folder that others could guess: pickles are read from it.
        folder = tempfile.mkdtemp(prefix="coursekit-jedi-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder
