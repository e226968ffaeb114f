import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.decision import Conflict, ConflictKind, How, Match
from claims.review import DraftStep, Moderator, Person, RulingDraft
from claims.verdict import Source
from db.store import open_store
from db.types import plain
from tests.unit.db.builders import NOW, a_call, a_ruling, a_submission

ANY = st.text(st.characters(exclude_categories=()), max_size=40)
STORABLE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


@given(STORABLE)
def test_text_that_databases_take_is_not_changed(text):
    assert plain(text) == text


@given(ANY)
def test_of_other_text_only_what_no_database_takes_is_replaced(text):
    made = plain(text)

    made.encode()
    assert "\0" not in made
    assert plain(made) == made
    assert [char for char in made if char != "\ufffd"] == [
        char for char in _whole(text) if _is_storable(char)
    ]


@given(ANY)
@settings(max_examples=40, deadline=None)
def test_any_text_is_stored_and_comes_back(empty_database, text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_database, Path(folder) / "x.db"))
        asyncio.run(_store_everywhere(path, text))


async def _store_everywhere(path: Path, text: str) -> None:
    stored = plain(text)
    store = await open_store(path)
    try:
        async with store.writing() as tx:
            ruling = _ruling(text)
            verdict = await tx.verdicts.add(ruling, text, NOW)
            assert (await tx.verdicts.get(verdict.id)).ruling == _ruling(stored)
            assert (await tx.verdicts.find(text, text)).id == verdict.id
            found = await tx.verdicts.find_many([(text, text)])
            assert found[text, text].id == verdict.id
            assert len(await tx.verdicts.find_by_url(text)) == 1
            await tx.verdicts.revise(verdict.id, ruling, text, NOW)
            assert (await tx.verdicts.history(verdict.id))[0].ruling == _ruling(stored)

            near = [
                Match(
                    verdict_id=1,
                    probability=0.5,
                    how=How.WORDS,
                    part=text,
                    conflicts=(Conflict(ConflictKind.NAME, text, text),),
                )
            ]
            item_id = await tx.items.add(text, text, text, near, [text], NOW)
            item = await tx.items.find_by_key(text)
            assert (item.id, item.text, item.near, item.links) == (item_id, stored, tuple(near), (text,))

            submission_id = await tx.submissions.add(a_submission(text=text, links=(text,)), text, item_id)
            kept = await tx.submissions.get(submission_id)
            assert (kept.key, kept.submission) == (stored, a_submission(text=stored, links=(text,)))

            await tx.outbox.add(a_call(text, params={text: text}), NOW)
            [owed] = await tx.outbox.due(NOW, 1, ())
            assert (owed.outgoing.dedupe, owed.outgoing.params) == (stored, {text: text})

            await tx.people.save(Person(1, text))
            assert await tx.people.get(1) == Person(1, stored)
            assert await tx.rejections.add(1, text, verdict.id, NOW)
            assert await tx.rejections.of(1, text) == {verdict.id}
            await tx.moderators.add(Moderator(1, text), NOW)
            assert not await tx.moderators.add(Moderator(1, text), NOW)
            draft = RulingDraft(moderator_id=1, item_id=item_id, step=DraftStep.CONFIRM, summary=text)
            await tx.drafts.save(draft)
            assert (await tx.drafts.get(1)).summary == stored
            await tx.inbox.add([{"update_id": 1, "text": text}], NOW)
            await tx.inbox.failed(1, text, dead=True)
            await tx.audit.write(text, text, text, NOW, {text: text}, {text: text})
    finally:
        await store.close()


def _ruling(text: str):
    return a_ruling(
        text,
        publisher=text,
        url=text,
        rating_text=text,
        summary=text,
        wordings=(text,),
        sources=(Source(text, text),),
        appearances=(text,),
    )


def _whole(text: str) -> str:
    """Join the halves of surrogate pairs that stand side by side."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _is_storable(char: str) -> bool:
    return char not in {"\0", "\ufffd"}
