"""Owns the choice of what finds verdicts by meaning: the embedder that was set, where it can be used."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from matching.embeddings import Embedder, EmbedderUnavailableError

log = logging.getLogger(__name__)

INSTALL = "it comes with: .venv/bin/pip install -e '.[embeddings]'"


@dataclass(frozen=True, slots=True)
class ChosenEmbedder:
    """`finder` is None where the built-in one does all; `problem` says why it does so unasked."""

    finder: Embedder | None = None
    problem: str = ""

    @property
    def description(self) -> str:
        """What is in use, for an operator's eye."""
        if self.finder is not None:
            return f"{self.finder.id} ({self.finder.dimensions} dimensions) finds, the built-in one judges"
        return f"the built-in one. {self.problem}" if self.problem else "the built-in one"

    def index_folder(self, index: Path) -> Path:
        """Return where the index belongs: each other embedder has its own folder, so that one process set
        otherwise (or one start without the model) does not undo the index of another."""
        if self.finder is None:
            return index
        return index / re.sub(r"[^a-z0-9.]+", "-", self.finder.id.lower())


def choose_embedder(settings: Settings) -> ChosenEmbedder:
    """Load the embedder that was set; one that cannot be used is told in the log and done without."""
    if not settings.fastembed_model:
        return ChosenEmbedder()
    log.info("embedder_loading model=%s: a first start downloads it", settings.fastembed_model)
    try:
        from matching.fastembed_model import FastembedModel

        return ChosenEmbedder(FastembedModel(settings.fastembed_model, settings.models_path))
    except ImportError as error:
        return _without(settings, f"fastembed is not installed ({error}); {INSTALL}")
    except EmbedderUnavailableError as error:
        return _without(settings, str(error))


def _without(settings: Settings, reason: str) -> ChosenEmbedder:
    problem = f"FORWARDCHECK_EMBEDDER={settings.embedder} cannot be used: {reason}"
    log.warning("embedder_unavailable: the built-in one is used. %s", problem)
    return ChosenEmbedder(problem=problem)
