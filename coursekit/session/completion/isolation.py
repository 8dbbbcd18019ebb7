"""Keeps jedi to what a board has: no module of this computer, none of CPython's own names.

jedi has no public setting for that. By itself it swaps `sys.path` of the whole process while it
looks for a module, so that other threads fail to import; it finds modules by `sys.modules`, so that
the computer's NumPy would be offered for a board; and it prefers its own copy of CPython's stubs.
So a few private names are used here, and nowhere else. A jedi that has them no more is noticed at
once, and completion does without it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

from jedi.api.environment import InterpreterEnvironment  # type: ignore[import-untyped]
from jedi.inference.compiled import access  # type: ignore[import-untyped]
from jedi.inference.compiled.subprocess import (  # type: ignore[import-untyped]
    InferenceStateSameProcess,
    functions,
)
from jedi.inference.gradual import typeshed  # type: ignore[import-untyped]

from coursekit.session.completion.stubs import Stubs

_INTERNAL = frozenset({"builtins", "typing", "types"})
"""The modules of the computer that jedi cannot work without."""
_LEAST = _INTERNAL | {"_typeshed", "typing_extensions", "collections", "abc", "_collections_abc"}

# What of jedi is needed: where, its name there, and the parameters that are passed to it.
_NEEDED: tuple[tuple[object, str, tuple[str, ...]], ...] = (
    (InterpreterEnvironment, "get_inference_state_subprocess", ("self", "inference_state")),
    (InterpreterEnvironment, "get_sys_path", ("self",)),
    (InferenceStateSameProcess, "__getattr__", ("self", "name")),
    (functions, "create_simple_object", ("inference_state", "obj")),
    (functions, "get_module_info", ("inference_state", "sys_path", "full_name", "kwargs")),
    (functions, "load_module", ("inference_state", "kwargs")),
    (access, "load_module", ("inference_state", "dotted_name", "sys_path")),
    (functions, "iter_module_names", ("args", "kwargs")),
    (functions, "get_builtin_module_names", ("inference_state",)),
    (typeshed, "_version_cache", ()),
    (typeshed, "_merge_create_stub_map", ("path_infos",)),
    (typeshed, "_get_typeshed_directories", ("version_info",)),
    (typeshed, "PathInfo", ()),
)


def changes_of_jedi() -> list[str]:
    """What of jedi is not as it is used here, in words; empty when all is well."""
    found = []
    for owner, name, parameters in _NEEDED:
        where = f"{getattr(owner, '__name__', owner)}.{name}"
        thing = getattr(owner, name, None)
        if thing is None:
            found.append(f"{where} is gone")
        elif parameters and tuple(inspect.signature(thing).parameters) != parameters:
            found.append(f"{where} has other parameters: {inspect.signature(thing)}")
    return found


class _Process(InferenceStateSameProcess):  # type: ignore[misc]
    """Where jedi asks about modules: it hears of none but those it needs itself."""

    def get_module_info(
        self, full_name: str, sys_path: object = None, **rest: Any
    ) -> tuple[Any, Any]:
        """Where a module is."""
        if full_name.partition(".")[0] not in _INTERNAL:
            return None, None
        # Without a path of its own: then it leaves the process's alone.
        found: tuple[Any, Any] = functions.get_module_info(
            None, sys_path=None, full_name=full_name, **rest
        )
        return found

    def load_module(self, dotted_name: str, sys_path: object = None) -> Any:
        """A module of the computer, None for all but the few. Nothing is imported for it."""
        module = sys.modules.get(dotted_name) if dotted_name in _INTERNAL else None
        return None if module is None else self.create_simple_object(module)

    def iter_module_names(self, paths: object) -> list[str]:
        """What lies in folders of stubs."""
        names: list[str] = functions.iter_module_names(None, paths)
        return names

    def get_builtin_module_names(self) -> tuple[str, ...]:
        """Modules without a file: those of the computer do not count."""
        return ()


class BoardEnvironment(InterpreterEnvironment):  # type: ignore[misc]
    """For jedi: a Python that has nothing installed."""

    def get_inference_state_subprocess(self, inference_state: Any) -> _Process:
        """Where this environment is asked about modules."""
        return _Process(inference_state)

    def get_sys_path(self) -> list[str]:
        """Where its modules are."""
        return []


def stub_map(environment: BoardEnvironment, stubs: Stubs | None) -> Callable[[], None]:
    """A function that makes `stubs` all that jedi knows of modules, in the whole process.

    Without stubs that is the little that it needs to understand a program at all.
    """
    version: tuple[int, int] = environment.version_info[:2]
    modules: Mapping[str, Any]
    if stubs is None:
        every = typeshed._merge_create_stub_map(typeshed._get_typeshed_directories(version))
        modules = {name: path for name, path in every.items() if name in _LEAST}
    else:
        folders = (stubs.shared, stubs.library, stubs.folder)
        modules = typeshed._merge_create_stub_map(
            [typeshed.PathInfo(str(folder), False) for folder in folders]
        )

    def use() -> None:
        typeshed._version_cache[version] = modules

    return use
