"""What `forwardcheck evaluate` says of files that are not in its formats."""

from pathlib import Path

import pytest
from rich.progress import Progress

from bot.evaluating import CLAIM, MESSAGE, EvaluationFiles, run_evaluation
from matching.evaluate import BadFileError


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ('{"id": 1}', f"claims.jsonl, line 1: no claim. A line should be: {CLAIM}"),
        ('{"id": 1, "claim": "c"}', f"queries.jsonl, line 1: no text. A line should be: {MESSAGE}"),
    ],
)
def test_what_is_missing_is_said_with_what_a_line_should_be(tmp_path: Path, claim: str, problem: str) -> None:
    (tmp_path / "claims.jsonl").write_text(claim, "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id": 1}', "utf-8")
    files = EvaluationFiles(claims=tmp_path / "claims.jsonl", queries=tmp_path / "queries.jsonl")
    with pytest.raises(BadFileError) as caught:
        run_evaluation(files, strip_tail=False, bar=Progress(disable=True))

    assert str(caught.value) == problem
