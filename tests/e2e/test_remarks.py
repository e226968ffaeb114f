"""Stories of what somebody says of a claim, which is another statement than the claim."""

import pytest

from tests.support.newsroom import Newsroom

ARRESTED = "The mayor of Lindhaven was arrested last night"
AROUND = "Check this out everybody: a lot is going on. {}. We will stay on it."


@pytest.mark.parametrize(
    ("ruled", "asked"),
    [
        (f"Fake news: {ARRESTED}", ARRESTED),
        (
            "FALSE: the hospital in Elmsworth turned away forty patients",
            "The hospital in Elmsworth turned away forty patients",
        ),
        (
            "Old video: soldiers march through the centre of Oakham",
            "Soldiers march through the centre of Oakham",
        ),
        ("Фейк: мэр Москвы ушёл в отставку вчера вечером", "Мэр Москвы ушёл в отставку вчера вечером"),
        (f"{ARRESTED} - not true", ARRESTED),
        (
            "El presidente murió anoche en el hospital - es mentira",
            "El presidente murió anoche en el hospital",
        ),
        (
            "Vaccination becomes compulsory in Brenta - not for children",
            "Vaccination becomes compulsory in Brenta",
        ),
    ],
)
async def test_a_remark_that_was_ruled_on_is_no_ruling_on_what_it_remarks_on(
    newsroom: Newsroom, ruled: str, asked: str
) -> None:
    moderator = await newsroom.moderator()
    newsroom.person("Ana").forwards(ruled)
    await newsroom.settle()
    moderator.says("/verdict 1 true We looked. https://example.org/looked")
    await newsroom.settle()
    ben, cleo, dan = (newsroom.person(name) for name in ("Ben", "Cleo", "Dan"))
    ben.forwards(asked)
    cleo.forwards(AROUND.format(asked))
    dan.forwards(ruled)
    await newsroom.settle()

    answered = [person.last_message.startswith(("✅ True", "About")) for person in (ben, cleo, dan)]
    assert answered == [False, False, True]
