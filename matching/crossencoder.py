"""Owns the small model that reads message and claim together: one number for "these state the same claim"."""

from collections.abc import Sequence

from matching.transformer import Transformer

_MAX_TOKENS = 112
_MAX_CHARACTERS = 1_200


class CrossEncoder:
    """The project's own fine-tuned MiniLM (model/MODEL_CARD.md). English."""

    def __init__(self) -> None:
        self._model = Transformer("reader.onnx", max_tokens=_MAX_TOKENS)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return one logit per (message, claim); above 0 speaks for the same claim."""
        return [
            float(self._model((asked[:_MAX_CHARACTERS], checked[:_MAX_CHARACTERS])).item())
            for asked, checked in pairs
        ]
