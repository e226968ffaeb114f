"""A stand-in for the package fastembed: models that count letters, and no download."""

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

ADAPTER = "matching.fastembed_model"
DIMENSIONS = {"letters/8": 8, "letters/16": 16}


class _TextEmbedding:
    def __init__(self, model_name: str, **options: Any) -> None:
        if model_name == "letters/broken":
            raise Exception("Protobuf parsing failed.\nmore")  # as bare as the real one
        if model_name not in DIMENSIONS:
            raise ValueError(f"Model {model_name} is not supported in TextEmbedding.")
        self._dimensions = DIMENSIONS[model_name]
        self.options = options

    def embed(self, documents: Iterable[str]) -> Iterator[npt.NDArray[np.float64]]:
        for text in documents:
            row = np.zeros(self._dimensions)
            for letter in text.lower():
                row[ord(letter) % self._dimensions] += letter.isalnum()
            yield row


class _Quiet:
    def disable(self, _name: str) -> None:
        """Log nothing, as before."""


def install(monkeypatch: pytest.MonkeyPatch, version: str = "0.9.1") -> None:
    """Let the adapter find the stand-in, whether or not the real package is installed."""
    package, log = ModuleType("fastembed"), ModuleType("loguru")
    vars(package).update(TextEmbedding=_TextEmbedding, __version__=version)
    vars(log).update(logger=_Quiet())
    monkeypatch.setitem(sys.modules, "fastembed", package)
    monkeypatch.setitem(sys.modules, "loguru", log)
    _import_adapter_anew(monkeypatch)


def uninstall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package be absent, whether or not it is installed."""
    monkeypatch.setitem(sys.modules, "fastembed", None)
    _import_adapter_anew(monkeypatch)


def _import_adapter_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, ADAPTER, ModuleType(ADAPTER))  # put back when the test ends
    del sys.modules[ADAPTER]
