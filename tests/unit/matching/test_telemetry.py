"""The models' runtime tells nobody that it is used, and leaves nothing in the home folder."""

import os
import subprocess
import sys
from pathlib import Path

READ_ONE = "from matching.embeddings import EnglishEncoder; print(EnglishEncoder().encode(['a dam']).shape)"


def test_nothing_is_kept_in_the_home_folder(tmp_path: Path) -> None:
    told = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    told.pop("ORT_DISABLE_TELEMETRY", None)

    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", READ_ONE],
        cwd=Path(__file__).parents[3],
        env=told,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "(1, 384)"
    assert list(tmp_path.rglob("*")) == []
