# torch and transformers are not installed where the bot runs:
# mypy: ignore-errors
"""Owns the fine-tuning of the cross-encoder: MiniLM reads message and claim together and gives one number.

`python -m matching.training.train --weights FOLDER --rows FILE --out FOLDER [--minutes N] [--start FILE]`

Needs torch, transformers, onnx and onnxruntime beside what the bot needs, in an environment of its own (see
MODEL_CARD.md).
"""

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from transformers import AutoModel

from matching import glosses
from matching.transformer import marks, spelled

MOST_ROWS = 54
"""How many rows of each text are read."""
SHARES = {
    "written, other languages": 0.45,
    "written": 0.22,
    "generated": 0.08,
    "open": 0.05,
    "open, other languages": 0.16,
    "glossed": 0.04,
}
"""How much of what is read comes from each pool, however large it is; a missing one leaves its share out."""
_ROUND = 6_000
_BATCH = 48
_WARMUP = 0.04
_SMOOTHING = 0.03


class CrossEncoder(nn.Module):
    """MiniLM with one output: the logit of "these two state the same claim"."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            weights, add_pooling_layer=False, attn_implementation="eager"
        )
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, words: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(inputs_embeds=words, attention_mask=mask, token_type_ids=types)[0]
        return self.judged(hidden, mask)

    def judged(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return one logit per row from the last layer."""
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return self.head(mean + hidden[:, 0]).squeeze(-1)


def load(model: CrossEncoder, start: Path) -> None:
    """Take the weights of an earlier stage, from its `weights.pt` or from a graph that ships."""
    if start.suffix != ".onnx":
        model.load_state_dict(torch.load(start, weights_only=True))
        return
    state = model.state_dict()
    for name, values in _of_graph(start).items():
        state[name] = torch.tensor(values).reshape(state[name].shape)
    model.load_state_dict(state)


def _of_graph(path: Path) -> dict[str, np.ndarray]:
    """Return the weights of an int8 graph as numbers again, by the name that torch gives them."""
    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def restored(name: str) -> np.ndarray:
        base = name.removesuffix("_quantized")
        zero = stored[f"{base}_zero_point"].astype(np.float32)
        return (stored[name].astype(np.float32) - zero) * stored[f"{base}_scale"]

    found = {
        name.removeprefix("model."): values
        for name, values in stored.items()
        if name.startswith("model.") and not name.endswith(("_scale", "_zero_point", "_quantized"))
    }
    for name in stored:
        if name.startswith("model.") and name.endswith("_quantized"):
            found[name.removeprefix("model.").removesuffix("_quantized").removesuffix("_Transposed")] = (
                restored(name)
            )
    for node in graph.node:
        for name in node.input:
            if name.startswith("onnx::") and name.endswith("_quantized"):
                layer = node.name.split("/MatMul")[0].strip("/").replace("/", ".").removeprefix("model.")
                found[f"{layer}.weight"] = restored(name).T
    return found


@cache
def _vectors(text: str, *, english: bool) -> np.ndarray:
    rows = spelled(text)[:MOST_ROWS] if english else glosses.glossed(text, MOST_ROWS)
    return rows.astype(np.float16)


def batch(rows: list[dict]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return word vectors, mask and text numbers of some pairs, message first."""
    first, after = marks()
    texts, types = [], []
    for row in rows:
        message = _vectors(row["a"], english=row["lang"] == "en")
        claim = _vectors(row["b"], english=row["claim_lang"] == "en")
        texts.append(
            torch.from_numpy(np.concatenate([first, message, after, claim, after]).astype(np.float32))
        )
        types.append(torch.tensor([0] * (len(message) + 2) + [1] * (len(claim) + 1)))
    words = nn.utils.rnn.pad_sequence(texts, batch_first=True)
    mask = torch.zeros(words.shape[:2], dtype=torch.long)
    for place, text in enumerate(texts):
        mask[place, : len(text)] = 1
    return words, mask, nn.utils.rnn.pad_sequence(types, batch_first=True)


def batches(rows: list[dict], dice: random.Random) -> Iterator[list[dict]]:
    """Yield batches without end: in each round of some thousand pairs every pool has its share of them, and
    pairs of like length stand together."""
    pools: dict[str, list[dict]] = {}
    for row in rows:
        pools.setdefault(row["pool"], []).append(row)
    left: dict[str, list[dict]] = {name: [] for name in pools}
    while True:
        taken = []
        for name, pool in pools.items():
            for _ in range(int(SHARES[name] * _ROUND)):
                if not left[name]:
                    left[name] = dice.sample(pool, len(pool))
                taken.append(left[name].pop())
        taken.sort(key=lambda row: len(row["a"]) + len(row["b"]) + dice.random() * 20)
        groups = [taken[start : start + _BATCH] for start in range(0, len(taken), _BATCH)]
        dice.shuffle(groups)
        yield from groups


def train(
    weights: Path,
    rows: list[dict],
    *,
    minutes: float,
    seed: int,
    threads: int,
    rate: float,
    start: Path | None,
) -> CrossEncoder:
    """Fine-tune with frozen word vectors; the rate falls to zero when the minutes are over."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    dice = random.Random(seed)  # noqa: S311 - the order of training rows, no secret
    model = CrossEncoder(weights)
    if start:
        load(model, start)
    model.encoder.embeddings.word_embeddings.requires_grad_(False)
    chosen = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(chosen, lr=rate, weight_decay=0.01)
    started = time.monotonic()
    running = 0.0
    model.train()
    for step, group in enumerate(batches(rows, dice)):
        done = (time.monotonic() - started) / (60 * minutes)
        if done >= 1:
            break
        slope = min(done / _WARMUP, 1.0) * 0.5 * (1 + math.cos(math.pi * done))
        for part in optimizer.param_groups:
            part["lr"] = max(rate * slope, 1e-7)
        target = torch.tensor([abs(row["same"] - _SMOOTHING) for row in group])
        loss = nn.functional.binary_cross_entropy_with_logits(model(*batch(group)), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(chosen, 1.0)
        optimizer.step()
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0:
            speed = step * _BATCH / max(time.monotonic() - started, 1e-3)
            print(f"step {step}, {done:.0%}: loss {running:.3f}, {speed:.0f} pairs/s", flush=True)  # noqa: T201
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--start", type=Path, help="weights.pt of an earlier stage, or a graph that ships")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.rows.read_text("utf-8").splitlines()]
    model = train(
        given.weights,
        rows,
        minutes=given.minutes,
        seed=given.seed,
        threads=given.threads,
        rate=given.rate,
        start=given.start,
    )
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), given.out / "weights.pt")


if __name__ == "__main__":
    main()
