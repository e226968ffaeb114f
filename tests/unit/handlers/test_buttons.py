"""Callback data: written, read back, and never trusted."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.queue import QueueFilter, Showing, with_words
from claims.review import DismissReason, ItemId
from claims.submission import SubmissionId
from claims.verdict import Rating, VerdictId
from handlers import buttons

BIGGEST = 10**17

BUTTONS = [
    buttons.NotThisClaim(SubmissionId(BIGGEST), (VerdictId(1), VerdictId(2), VerdictId(3))),
    buttons.NotThisClaim(SubmissionId(99_999_999), tuple(VerdictId(99_999_990 + n) for n in range(6))),
    buttons.Pick(SubmissionId(BIGGEST), VerdictId(BIGGEST)),
    buttons.StopTelling(SubmissionId(BIGGEST)),
    buttons.ForgetMe(),
    buttons.OpenQueue(0),
    *(
        buttons.OpenQueue(999_999, QueueFilter(showing))
        for showing in (Showing.MINE, Showing.FREE, Showing.OLDEST, Showing.HOTTEST)
    ),
    buttons.OpenQueue(999_999, QueueFilter(Showing.LANGUAGE, "fil")),
    buttons.OpenQueue(999_999, with_words("10% of: bridges")),
    buttons.OpenQueue(999_999, with_words("разводной мост через реку " * 9)),
    buttons.OpenVerdicts(BIGGEST),
    buttons.OpenVerdict(VerdictId(BIGGEST)),
    buttons.ShowVerdictHistory(VerdictId(BIGGEST)),
    buttons.OpenItem(ItemId(BIGGEST)),
    buttons.Take(ItemId(BIGGEST)),
    buttons.Release(ItemId(BIGGEST)),
    buttons.Rule(ItemId(BIGGEST)),
    *(buttons.Rate(ItemId(BIGGEST), rating) for rating in Rating),
    buttons.NoSource(ItemId(BIGGEST)),
    buttons.Publish(ItemId(BIGGEST)),
    buttons.Publish(ItemId(BIGGEST), 2**32),
    buttons.Cancel(ItemId(BIGGEST)),
    buttons.SameAs(ItemId(BIGGEST), VerdictId(BIGGEST)),
    *(buttons.Dismiss(ItemId(BIGGEST), reason) for reason in DismissReason),
    buttons.Undo(ItemId(BIGGEST), VerdictId(BIGGEST)),
    buttons.Edit(VerdictId(BIGGEST)),
    *(buttons.ReRate(VerdictId(BIGGEST), rating) for rating in Rating),
    *(buttons.Correct(VerdictId(BIGGEST), BIGGEST, rating) for rating in Rating),
    buttons.AskRetract(VerdictId(BIGGEST)),
    buttons.Retract(VerdictId(BIGGEST)),
    buttons.Keep(VerdictId(BIGGEST)),
    *(kind(ItemId(BIGGEST)) for kind in get_args(buttons.StepButton)),
    buttons.MergeInto(ItemId(BIGGEST), ItemId(BIGGEST)),
    buttons.SplitOff(ItemId(BIGGEST), SubmissionId(BIGGEST)),
    buttons.TakeOffer(VerdictId(BIGGEST), 0),
    buttons.TakeOffer(VerdictId(BIGGEST), 8),
    buttons.TakeOffers(VerdictId(BIGGEST), 8),
    buttons.ShowStats(366),
    buttons.ShowCalibration(),
]


@pytest.mark.parametrize("button", BUTTONS, ids=buttons.encode)
def test_a_button_is_read_back_as_it_was_written(button: buttons.Button) -> None:
    written = buttons.encode(button)

    assert buttons.decode(written) == button
    assert len(written.encode()) <= buttons.MAX_BYTES


def test_an_answer_of_six_verdicts_with_enormous_numbers_keeps_a_button_that_works() -> None:
    verdicts = tuple(VerdictId(BIGGEST + number) for number in range(6))
    written = buttons.encode(buttons.NotThisClaim(SubmissionId(BIGGEST), verdicts))

    assert buttons.decode(written) == buttons.NotThisClaim(SubmissionId(BIGGEST), verdicts[:2])
    assert len(written.encode()) <= buttons.MAX_BYTES


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            ":",
            "t",
            "t:",
            "t:-1",
            "t:1:2:3",
            "g:1:fals",
            "d:1:",
            "n:1",
            "zz:1",
            "t:１",
            "t:1\n",
            "s:1:1,2",
            "n:1:1,2,3,4,5,6,7",
            "ec:1:1,99",
            "z:1",
            "z:1:1,2",
        ),
        *("l:0:", "l:0:x", "l:0:w", "l:0:m1", "l:0:gPT", "l:0:gpt-br", "l:0:w two", "l:0:wa\0", "l:0:wa\nb"),
        *("l:1234567:m", "l:-1:m", "l::m", "y:", "y:x", "o:1:1", "l:0:w" + "x" * 49, "l:0:w\ud800"),
    ],
)
def test_what_we_did_not_write_is_no_button(data: str) -> None:
    assert buttons.decode(data) is None


@given(st.text(max_size=80))
def test_any_text_can_be_read(data: str) -> None:
    button = buttons.decode(data)

    assert button is None or buttons.decode(buttons.encode(button)) == button
