# torch and transformers are not installed where the bot runs:
# mypy: ignore-errors
"""Owns the fine-tuning of the cross-encoder: MiniLM reads message and claim together and gives one number.

`python -m matching.training.train --weights FOLDER --rows FILE --out FOLDER [--epochs N] [--minutes N]`

Needs torch, transformers, onnx and onnxruntime, in an environment of its own (see MODEL_CARD.md).
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

MAX_TOKENS = 112
_BATCH = 48
_WARMUP = 0.06
_SMOOTHING = 0.03


class CrossEncoder(nn.Module):
    """MiniLM with one output: the logit of "these two state the same claim"."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            weights, add_pooling_layer=False, attn_implementation="eager"
        )
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )[0]
        return self.judged(hidden, attention_mask)

    def judged(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return one logit per row from the last layer."""
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return self.head(mean + hidden[:, 0]).squeeze(-1)


def batches(rows: list[dict], dice: random.Random) -> list[list[int]]:
    """Group rows of like length, in random order."""
    order = sorted(
        range(len(rows)), key=lambda place: len(rows[place]["a"]) + len(rows[place]["b"]) + dice.random() * 20
    )
    groups = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    dice.shuffle(groups)
    return groups


def encode(rows: list[dict], tokenizer: PreTrainedTokenizerBase) -> dict[str, torch.Tensor]:
    """Tokenise pairs, message first."""
    return tokenizer(
        [row["a"] for row in rows],
        [row["b"] for row in rows],
        padding=True,
        truncation="longest_first",
        max_length=MAX_TOKENS,
        return_tensors="pt",
    )


def train(
    weights: Path,
    rows: list[dict],
    *,
    epochs: int,
    minutes: float,
    seed: int,
    threads: int,
    rate: float,
    start: Path | None,
) -> tuple[CrossEncoder, PreTrainedTokenizerBase]:
    """Fine-tune with frozen word vectors; the rate falls to zero when the epochs or the minutes are over."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    dice = random.Random(seed)  # noqa: S311 - the order of training rows, no secret
    tokenizer = AutoTokenizer.from_pretrained(weights)
    model = CrossEncoder(weights)
    if start:
        model.load_state_dict(torch.load(start / "weights.pt", weights_only=True))
    model.encoder.embeddings.requires_grad_(False)
    chosen = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(chosen, lr=rate, weight_decay=0.01)
    schedule = [group for _ in range(epochs) for group in batches(rows, dice)]
    started = time.monotonic()
    running = 0.0
    model.train()
    for step, group in enumerate(schedule):
        done = max(step / len(schedule), (time.monotonic() - started) / (60 * minutes))
        if done >= 1:
            break
        slope = min(done / _WARMUP, 1.0) * 0.5 * (1 + math.cos(math.pi * done))
        for part in optimizer.param_groups:
            part["lr"] = max(rate * slope, 1e-7)
        picked = [rows[place] for place in group]
        inputs = encode(picked, tokenizer)
        target = torch.tensor([abs(row["same"] - _SMOOTHING) for row in picked])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(**inputs)
        loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(chosen, 1.0)
        optimizer.step()
        running = loss.item() if step == 0 else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0:
            rows_done = step * _BATCH
            speed = rows_done / max(time.monotonic() - started, 1e-3)
            print(f"step {step}/{len(schedule)} loss {running:.3f} {speed:.0f} pairs/s", flush=True)  # noqa: T201
    return model.eval(), tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--start", type=Path, help="folder of an earlier stage to go on from")
    # On a busy machine one thread is faster than two, which wait for each other at every operation.
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.rows.read_text("utf-8").splitlines()]
    model, tokenizer = train(
        given.weights,
        rows,
        epochs=given.epochs,
        minutes=given.minutes,
        seed=given.seed,
        threads=given.threads,
        rate=given.rate,
        start=given.start,
    )
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), given.out / "weights.pt")
    tokenizer.save_pretrained(given.out)


if __name__ == "__main__":
    main()
