"""Owns `forwardcheck calibrate`: the measured precision at each threshold, from people's own judgements."""

from typing import Any

from bot.settings import Settings
from claims.learning import ENOUGH_PAIRS, Calibration, Precision
from claims.usecases.learning import calibration
from db.store import open_store
from matching import thresholds

IN_USE = (thresholds.SUGGEST, thresholds.ANSWER_UNREAD, thresholds.ANSWER_ACROSS, thresholds.ANSWER)


async def read_calibration(settings: Settings) -> Calibration:
    """Return what the stored judgements show."""
    store = await open_store(settings.database)
    try:
        async with store.reading() as tx:
            return await calibration(tx, IN_USE)
    finally:
        await store.close()


def describe_calibration(found: Calibration) -> str:
    """Return the report for a person at a terminal."""
    said = ", ".join(f"{source.value} {number}" for source, number in found.by_source.items() if number)
    lines = [
        f"{found.pairs} judged pairs of a text and a verdict: {found.same} one claim, "
        f"{found.pairs - found.same} two. {found.missed} of one claim were not offered by the matcher.",
        f"Judgements: {said or 'none'}",
        "",
        "threshold  pairs  one claim  precision  at least (95 %)",
        *(_line(precision) for precision in found.precisions),
        "",
        "Only pairs that somebody judged are counted. Askers press a button more often where an answer is",
        "wrong, so the precision of answers that nobody questioned is higher than this.",
    ]
    if not found.enough:
        lines.append(f"Too few to go by: a threshold needs {ENOUGH_PAIRS} judged pairs.")
    return "\n".join(lines)


def calibration_as_json(found: Calibration) -> dict[str, Any]:
    """Return the report for a program; `precision` is null where there are too few pairs to say."""
    return {
        "pairs": found.pairs,
        "same": found.same,
        "missed": found.missed,
        "judgements": {source.value: number for source, number in found.by_source.items()},
        "enough_pairs": ENOUGH_PAIRS,
        "thresholds": [
            {
                "threshold": precision.threshold,
                "in_use": precision.threshold in IN_USE,
                "pairs": precision.pairs,
                "same": precision.same,
                "precision": precision.share if precision.enough else None,
                "at_least": precision.lowest if precision.enough else None,
            }
            for precision in found.precisions
        ],
    }


def _line(precision: Precision) -> str:
    mark = "*" if precision.threshold in IN_USE else " "
    counts = f"{precision.threshold:>8.3f}{mark}  {precision.pairs:>5}  {precision.same:>9}"
    if precision.share is None or not precision.enough:
        return f"{counts}  too few"
    return f"{counts}  {precision.share:>8.1%}  {precision.lowest:>8.1%}"
