"""Stories of much to show: what Telegram would refuse is shortened, and a moderator can go on."""

from pathlib import Path

import pytest

from claims.approval import Stage
from claims.review import ProposalId
from handlers.views import approval
from matching.embeddings import TwoEncoders
from tests.e2e.test_offers import told
from tests.e2e.test_ruling_steps import asks, plain, pressed, said
from tests.support.newsroom import Newsroom, open_newsroom

LONG_LINK = "https://example.org/" + "a." * 980


def words(letter: str, length: int) -> str:
    return " ".join(f"{letter}{number:03}" for number in range(1_000))[:length].strip()


async def test_a_long_link_can_be_published(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false It closes for three nights.")
    shown = await said(newsroom, moderator, LONG_LINK)
    assert "This is what people will read:" in shown
    await pressed(newsroom, moderator, "Publish to 1 person")

    assert told(ana) == 1


async def test_a_claim_on_which_much_was_written_can_be_taken(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max " * 19), await newsroom.moderator("Mia")
    ana = await asks(newsroom, words("q", 4_000))
    for letter in "abcde":
        await said(newsroom, max_, f"/note 1 {words(letter, 499)}")
    await said(newsroom, mia, f"/ask 1 {words('z', 299)}")
    question = ana.last
    for letter in "xyz":
        ana.says(words(letter, 900), reply_to=question)
        await newsroom.settle()
    await said(newsroom, mia, "/release 1")
    card = await said(newsroom, max_, "/take 1")

    assert card.startswith("#1 · 1 person")
    assert "Taken by Max" in card


async def test_a_note_that_is_too_long_is_not_cut(tmp_path: Path, embedder: TwoEncoders) -> None:
    async with open_newsroom(tmp_path, embedder=embedder, four_eyes=True) as newsroom:
        max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
        await asks(newsroom)
        await said(newsroom, mia, "/verdict 1 false It closes for three nights. https://example.org/bridge")
        answer = await said(newsroom, max_, f"/sendback 1 {'x' * 501}")

        assert plain(answer).startswith("That is too long: 501 characters, and 500 fit.")
        async with newsroom.program.store.reading() as tx:
            proposal = await tx.proposals.get(ProposalId(1))
        assert proposal is not None
        assert proposal.stage is Stage.WAITING


async def test_what_waits_for_approval_is_shown_however_much_was_merged_into_it(
    tmp_path: Path, embedder: TwoEncoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approval, "MAX_TEXT_UNITS", 3_000)
    async with open_newsroom(tmp_path, embedder=embedder, four_eyes=True) as newsroom:
        max_, mia = await newsroom.moderator("Max " * 19), await newsroom.moderator("Mia " * 19)
        await asks(newsroom, words("q", 4_000))
        for letter in "abcdefgh":
            await asks(newsroom, words(letter, 900), letter)
        await said(newsroom, mia, f"/claim 1 {words('c', 499)}")
        await said(newsroom, mia, f"/verdict 1 false {words('r', 549)} {LONG_LINK}")
        for number in range(2, 10):
            await said(newsroom, max_, f"/merge {number} 1")
        shown = await said(newsroom, max_, "/approve 1")

        assert "Other wordings that it would answer:" in shown
        assert len(plain(shown)) <= 3_000
