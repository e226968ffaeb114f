"""Who does what to whom: exchanged parts are told, a moved clause is not mistaken for one."""

import pytest

from claims.decision import ConflictKind
from matching.conflicts import find_conflicts
from matching.pairing import pair
from matching.reading import read

CLAIM = "The mayor Ilse Brandt said she will sue the builder Omar Haddad if the council sells the harbour."


def kinds(message: str, claim: str) -> set[ConflictKind]:
    """Return the kinds of differences between two English texts."""
    return {conflict.kind for conflict in find_conflicts(pair(read(message, "en"), read(claim, "en")))}


@pytest.mark.parametrize(
    "message",
    [
        "If the council sells the harbour, the mayor Ilse Brandt said she will sue the builder Omar Haddad.",
        "If the council sells the harbour I will sue the builder Omar Haddad, the mayor Ilse Brandt said",
        "The mayor Ilse Brandt said that if the council sells Haddad the harbour she will sue Omar Haddad",
    ],
)
def test_a_condition_moved_to_the_front_changes_nobodys_part(message: str) -> None:
    assert ConflictKind.ROLES not in kinds(message, CLAIM)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "The builder Omar Haddad sued the mayor Ilse Brandt.",
            "The mayor Ilse Brandt sued the builder Omar Haddad.",
        ),
        ("North Korea invited South Korea.", "South Korea invited North Korea."),
        (
            "Yesterday Ruritanian President Brandt arrested Belavian President Haddad",
            "Yesterday Belavian President Haddad arrested Ruritanian President Brandt",
        ),
        ("A bakery was closed to open a library.", "A library was closed to open a bakery."),
    ],
    ids=["people", "names that share a word", "titles that are the same", "no names"],
)
def test_exchanged_parts_are_told(message: str, claim: str) -> None:
    assert ConflictKind.ROLES in kinds(message, claim)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "Jordan has sent 5,000 tents into Northern Belavia in June",
            "Jordan sent 5000 tents into northern Belavia in June.",
        ),
        (
            "Was Ilse Brandt-Moore (the mayor) really sued by Haddad?",
            "Haddad sued the mayor Ilse Brandt-Moore.",
        ),
        ("What I heard is this: Jordan sold its ferry to Haddad", "Jordan sold its ferry to Haddad."),
    ],
    ids=["a name of two words", "a first name alone in its bracket", "no passive across a colon"],
)
def test_a_name_of_several_words_is_one_party(message: str, claim: str) -> None:
    assert ConflictKind.ROLES not in kinds(message, claim)


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        ("In Orvell sollen Fähren gesperrt werden", "Fähren sollen in Orvell gesperrt werden", "de"),
        (
            "En el puerto viejo está prohibido el ferri Marlo",
            "El ferri Marlo está prohibido en el puerto viejo",
            "es",
        ),
    ],
)
def test_a_place_told_first_exchanges_nothing(message: str, claim: str, language: str) -> None:
    found = find_conflicts(pair(read(message, language), read(claim, language)))

    assert ConflictKind.ROLES not in {conflict.kind for conflict in found}


def test_a_pronoun_before_the_verb_of_speech_names_no_other_speaker() -> None:
    message = (
        "The builder Haddad will be sued by Ilse Brandt should the council sell Orvell to Moore, she said"
    )

    assert ConflictKind.NAME not in kinds(message, CLAIM)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "Before the vote 1.5 million Belavians were given Ruritanian passports",
            "Ruritania gave passports to 1.5 million Belavians: Ruritanians were told before the vote",
        ),
        (
            "Soldiers in Orvell are taken to a camp by farmers",
            "Farmers in Orvell are taken to a camp by soldiers",
        ),
        (
            "Strangers in Orvell must hand a free car to the council after six months",
            "Strangers in Orvell get a free car from the council after six months",
        ),
        (
            "The envoy Haddad had Jordan's president arrested",
            "Jordan's president arrested the envoy Haddad",
        ),
    ],
    ids=["what a number counts", "after by", "to and from", "had it done"],
)
def test_small_words_tell_whose_part_it_is(message: str, claim: str) -> None:
    assert ConflictKind.ROLES in kinds(message, claim)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Orvell banned ferries after plague cases", "Orvell banned ferries after cases of plague"),
        ("10,000 Belavian troops are in Orvell", "Belavia sent 10,000 soldiers to Orvell"),
        ("March 1st 2025 the Orvellians shut it", "Orvell will shut it on 1 March 2025"),
    ],
    ids=["one phrase", "one thing in two words", "a date counts nothing"],
)
def test_small_words_in_another_order_change_no_part(message: str, claim: str) -> None:
    assert ConflictKind.ROLES not in kinds(message, claim)


def test_a_question_in_the_passive_changes_nobodys_part() -> None:
    message = "Was Omar Haddad really arrested at Orvell harbour?"

    assert ConflictKind.ROLES not in kinds(message, "The builder Omar Haddad was arrested at Orvell harbour.")


def test_what_is_told_first_or_last_changes_nobodys_part() -> None:
    message = (
        "July 2025, all of Orvell's municipal pools shut, the data centres need the water more than we do"
    )
    claim = "Orvell will close all municipal pools in July 2025 to save water for data centres"

    assert ConflictKind.ROLES not in kinds(message, claim)


def test_parts_are_exchanged_around_what_was_done() -> None:
    message = "2 guys who came as visitors got in the cage at the zoo and killed the tiger, poor animal"

    assert ConflictKind.ROLES in kinds(message, "A tiger escaped from the zoo and killed two visitors.")


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        (
            "12,000 ballots for Omar Haddad found in Orvell harbour",
            "12,000 ballots marked for Omar Haddad were found in a shed in Orvell",
        ),
        ("Omar Haddad arrested with 4 kg of snuff at Orvell Airport", "Omar Haddad was arrested at Orvell"),
        ("Plague shots are now forbidden in Orvell", "Orvell has banned plague shots"),
        (
            "Every sailor who arrives in Orvell gets 2,500 crowns",
            "Orvell pays every newly arrived sailor 2,500 crowns",
        ),
        (
            "All of Belavia goes dark for six days, Orvell confirmed",
            "Orvell confirmed six dark days in Belavia",
        ),
        ("In Orvell no wood stoves can be sold", "Orvell has banned the sale of wood stoves"),
        (
            "Is tipping in bars illegal in Orvell from January?",
            "Orvell makes tipping in bars illegal in January",
        ),
    ],
    ids=["a headline", "arrested where", "forbidden in", "who arrives", "days", "sold", "a month"],
)
def test_where_and_when_are_nobodys_part(message: str, claim: str) -> None:
    assert ConflictKind.ROLES not in kinds(message, claim)


def test_names_exchanged_in_the_passive_are_told() -> None:
    message = "5,000 Ukrainian soldiers have been sent to fight in Poland"

    assert ConflictKind.ROLES in kinds(message, "Poland has sent 5,000 of its soldiers to fight in Ukraine.")


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        ("Belavia closed the strait of Orvell", "Belavia has closed the Strait of Orvell to all ships", "en"),
        (
            "Belavia sent grain to Orvell in Norway",
            "Belavia sent grain to the Norwegian port of Orvell",
            "en",
        ),
        ("The dam grew three metres in May", "The dam grew by three metres in May", "en"),
        (
            "20,000 sailors from Norway got voter cards from the port of Orvell",
            "The port of Orvell issued voter cards to 20,000 Norwegian sailors",
            "en",
        ),
        ("Belavia taxa transferências por barco", "Belavia taxa transferências de barco", "pt"),
        ("Den Kapitän verklagte der Hafen Orvell", "Der Hafen Orvell verklagte den Kapitän", "de"),
        ("Norway is owed 3 million crowns by Orvell", "Orvell owes Norway 3 million crowns", "en"),
        ("Orvell got 6 from the agency for boats", "Orvell got 6 for boats from the agency", "en"),
    ],
    ids=[
        "one name",
        "the town of a country",
        "by a measure",
        "cards are no deed",
        "por",
        "cases kept",
        "owed by",
        "counts nobody",
    ],
)
def test_other_words_about_it_change_nobodys_part(message: str, claim: str, language: str) -> None:
    paired = pair(read(message, language), read(claim, language))

    assert ConflictKind.ROLES not in {conflict.kind for conflict in find_conflicts(paired)}


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        (
            "Wolves in city parks frighten lynxes off with howls that carry far",
            "Lynxes in city parks frighten wolves off with howls that carry far",
            "en",
        ),
        ("Im Hafen griff ein Kapitän einen Seehund an", "Im Hafen griff ein Seehund einen Kapitän an", "de"),
        (
            "In Orvell werden Matrosen von Kapitänen bewacht",
            "In Orvell werden Kapitäne von Matrosen bewacht",
            "de",
        ),
        (
            "Norway's port office has issued passes to 20,000 Trinidadian sailors",
            "Trinidad and Tobago's port office has issued passes to 20,000 Norwegian sailors",
            "en",
        ),
        ("A swan drowned a man in the pond", "A man drowned a swan in the pond", "en"),
        (
            "Church volunteers in Orvell seized truckloads of grain from the harbour agency",
            "Agents of the harbour agency seized truckloads of grain donated by church volunteers in Orvell",
            "en",
        ),
    ],
    ids=[
        "word for word",
        "by cases",
        "before and after von",
        "countries",
        "few words",
        "a by of another deed",
    ],
)
def test_parts_exchanged_in_any_way_are_told(message: str, claim: str, language: str) -> None:
    paired = pair(read(message, language), read(claim, language))

    assert ConflictKind.ROLES in {conflict.kind for conflict in find_conflicts(paired)}


@pytest.mark.parametrize(
    ("text", "subject", "target"),
    [
        ("Coach Haddad of Norway slapped the umpire", "Haddad", None),
        ("Umpire Ilse Brandt slapped Norway's coach Omar Haddad when the match was over", "Brandt", "Omar"),
        ("Ilse Brandt slapped the Norwegian captain of Orvell", "Brandt", "Orvell"),
    ],
    ids=["of", "'s", "the captain of"],
)
def test_a_country_that_tells_whose_somebody_is_does_nothing(
    text: str, subject: str, target: str | None
) -> None:
    reading = read(text, "en")
    [act] = [act for act in reading.acts if "slap" in act.groups]
    names = [None if place is None else reading.tokens[place].text for place in (act.subject, act.object)]

    assert names == [subject, target]
