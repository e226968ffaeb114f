"""What two texts say otherwise: people, places, opposites; and what only looks otherwise."""

import pytest

from claims.decision import Conflict, ConflictKind
from matching.conflicts import find_conflicts
from matching.pairing import pair
from matching.reading import read


def conflicts(message: str, claim: str, language: str = "en") -> tuple[Conflict, ...]:
    """Return the differences between two texts of one language."""
    return find_conflicts(pair(read(message, language), read(claim, language)))


@pytest.mark.parametrize(
    ("message", "claim", "language", "told"),
    [
        (
            "Rice got dearer in Senegal",
            "Rice got dearer in Sierra Leone",
            "en",
            ("Senegal", "Sierra Leone"),
        ),
        ("Alemania prohíbe el ferri", "España prohíbe el ferri", "es", ("Alemania", "España")),
        ("Паром запретили в Узбекистане", "Паром запретили в Польше", "ru", ("Узбекистане", "Польше")),
        (
            "Plastic rice is sold all over the Caribbean",
            "Plastic rice is sold in Jamaica",
            "en",
            ("Caribbean", "Jamaica"),
        ),
        ("Rice got dearer in Guinea", "Rice got dearer in Guinea-Bissau", "en", ("Guinea", "Guinea Bissau")),
        ("Rice got dearer in New Mexico", "Rice got dearer in Mexico", "en", ("New Mexico", "Mexico")),
        ("Rice got dearer in Sudan", "Rice got dearer in South Sudan", "en", ("Sudan", "South Sudan")),
    ],
)
def test_another_country_is_told_in_the_texts_own_words(
    message: str, claim: str, language: str, told: tuple[str, str]
) -> None:
    assert Conflict(ConflictKind.PLACE, *told) in conflicts(message, claim, language)


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        ("Rice got dearer in Germany", "Rice got dearer in Germany and France", "en"),
        ("Los alemanes", "Alemania prohíbe el ferri", "es"),
        ("Того парома больше нет", "Парома в Польше больше нет", "ru"),
        ("Rice got dearer in Texas", "Rice got dearer in America", "en"),
        ("Rice got dearer in Kampala", "Rice got dearer in Uganda", "en"),
        ("Rice got dearer in Brazil", "US President Ann Poe said rice got dearer", "en"),
        ("Rice got dearer in New Jersey", "Rice got dearer in America", "en"),
        ("Rice got dearer in Kiev", "Rice got dearer in Kyiv", "en"),
        ("Rice got dearer in Burma", "Rice got dearer in Myanmar", "en"),
        ("Rice got dearer in Korea", "Rice got dearer in South Korea", "en"),
    ],
    ids=[
        "one of two",
        "its people",
        "an everyday word elsewhere",
        "a state",
        "a city",
        "of an office",
        "a state of two words",
        "another spelling",
        "renamed",
        "either may be called so",
    ],
)
def test_a_place_that_is_not_another_one(message: str, claim: str, language: str) -> None:
    assert not {ConflictKind.PLACE} & {conflict.kind for conflict in conflicts(message, claim, language)}


@pytest.mark.parametrize(
    ("message", "claim", "language", "told"),
    [
        ("El puerto cierra el viernes", "El puerto cierra el lunes.", "es", ("viernes", "lunes")),
        ("Der Hafen schließt am Mittwoch", "Der Hafen schließt am Montag.", "de", ("Mittwoch", "Montag")),
        (
            "O porto fecha na sexta-feira",
            "O porto fecha na segunda-feira.",
            "pt",
            ("sexta-feira", "segunda-feira"),
        ),
        ("Порт закроют в пятницу", "Порт закроют в понедельник.", "ru", ("пятницу", "понедельник")),
        ("Порт закроют в июле", "Порт закроют в июне.", "ru", ("июле", "июне")),
        ("Port zamkną w lipcu", "Port zamkną w czerwcu.", "pl", ("lipcu", "czerwcu")),
        ("The port closes this year", "The port closes next year.", "en", ("this year", "next year")),
    ],
)
def test_another_day_or_time(message: str, claim: str, language: str, told: tuple[str, str]) -> None:
    assert Conflict(ConflictKind.DATE, *told) in conflicts(message, claim, language)


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        ("Порт закроют в этот понедельник", "Порт закроют к понедельнику.", "ru"),
        ("Порт закроют в июне", "Порт закроют до конца июня.", "ru"),
        ("The port closes next year", "The port closes next week.", "en"),
        ("Na quinta da família não há porto", "O porto fecha na segunda-feira.", "pt"),
        ("Unlike last year, the port closes this year", "The port closes this year, not last year.", "en"),
    ],
    ids=["another case", "another case of a month", "not of one kind", "a farm", "both"],
)
def test_a_day_that_is_not_another_one(message: str, claim: str, language: str) -> None:
    assert not {ConflictKind.DATE} & {conflict.kind for conflict in conflicts(message, claim, language)}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("mayor Brandt's HUSBAND to the bakers: bread is poison, throw it away", "Brandt's HUSBAND"),
        ("Olga Brandt's private secretary told bakers that bread is poison", "Brandt's private secretary"),
        ("Olga Brandt’s predecessor told bakers that bread is poison", "Brandt’s predecessor"),
    ],
    ids=["of a name", "with a word between", "another apostrophe"],
)
def test_somebody_of_theirs_is_somebody_else(message: str, told: str) -> None:
    claim = "Mayor Olga Brandt told bakers that bread is poison."
    assert Conflict(ConflictKind.PERSON, told, "Brandt") in conflicts(message, claim)


def test_who_is_in_the_claim_too_is_nobody_else() -> None:
    claim = "Mayor Olga Brandt's husband told bakers that bread is poison."
    found = conflicts("Brandt's husband told bakers that bread is poison", claim)
    assert ConflictKind.PERSON not in {conflict.kind for conflict in found}


def test_the_same_told_of_another_person() -> None:
    found = conflicts(
        '"If bees died out, we would have four years" - Charles Darwin',
        "Albert Einstein said that if bees died out, we would have four years.",
    )

    assert Conflict(ConflictKind.PERSON, "Charles Darwin", "Albert Einstein") in found


def test_the_same_said_by_another_speaker() -> None:
    found = conflicts(
        "Oduya said that the harbour will be sold to Belavia",
        "Mayor Ilse Brandt said that the harbour will be sold to Belavia.",
    )

    assert Conflict(ConflictKind.PERSON, "Oduya", "Ilse Brandt") in found


@pytest.mark.parametrize(
    "message",
    [
        "The mayor said that the harbour will be sold to Belavia",
        "Brandt said that the harbour will be sold to Belavia",
        "Officials say that the harbour will be sold to Belavia, as Brandt wants",
    ],
    ids=["by title", "by surname", "named later"],
)
def test_a_speaker_who_may_be_the_same(message: str) -> None:
    claim = "Mayor Ilse Brandt said that the harbour will be sold to Belavia."

    assert ConflictKind.PERSON not in {conflict.kind for conflict in conflicts(message, claim)}


@pytest.mark.parametrize(
    "message",
    [
        "If bees died out, we would have four years (Albert Einstein)",
        "If bees died out, we would have four years, says Einstein. Shared by Maren Oduya",
        "If bees died out, we would have four years",
    ],
)
def test_a_name_that_is_in_both_is_nobody_else(message: str) -> None:
    claim = "Albert Einstein said that if bees died out, we would have four years."

    assert ConflictKind.PERSON not in {conflict.kind for conflict in conflicts(message, claim)}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Oleg Brandt bought the harbour of Belavia", ("Oleg Brandt", "Ilse Brandt")),
        ("so Fritz Brandt has bought the harbour of Belavia", ("Fritz Brandt", "Ilse Brandt")),
    ],
)
def test_another_of_that_surname_is_somebody_else(message: str, told: tuple[str, str]) -> None:
    assert Conflict(ConflictKind.PERSON, *told) in conflicts(
        message, "Ilse Brandt bought the harbour of Belavia."
    )


@pytest.mark.parametrize(
    "message",
    [
        "Ilsa Brandt bought the harbour of Belavia",
        "Mayor Brandt bought the harbour of Belavia",
        "Mrs Brandt bought the harbour of Belavia",
        "Brandt bought the harbour of Belavia",
        "It was Brandt who bought the harbour of Belavia",
    ],
    ids=["spelled otherwise", "by title", "by address", "by surname", "another word before it"],
)
def test_who_may_be_the_same_is_nobody_else(message: str) -> None:
    found = conflicts(message, "Ilse Brandt bought the harbour of Belavia.")

    assert ConflictKind.PERSON not in {conflict.kind for conflict in found}


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Bill Mertens was elected in Orvell", "William Mertens was elected in Orvell."),
        ("Joseph Mertens was elected in Orvell", "Joe Mertens was elected in Orvell."),
        ("Wladimir Mertens was elected in Orvell", "Vladimir Mertens was elected in Orvell."),
    ],
)
def test_a_short_form_of_a_first_name_is_nobody_elses(message: str, claim: str) -> None:
    assert ConflictKind.PERSON not in {conflict.kind for conflict in conflicts(message, claim)}


@pytest.mark.parametrize("told", [("Kampala", "Nairobi"), ("Uganda", "Kampala")])
def test_another_city_and_the_whole_country_are_other_places(told: tuple[str, str]) -> None:
    mine, theirs = told
    found = conflicts(f"Rice got dearer in {mine}", f"Rice got dearer in {theirs}")

    assert Conflict(ConflictKind.PLACE, *told) in found


def test_a_house_is_no_person() -> None:
    found = conflicts(
        "Clip from Travis County: a summons that asks for money",
        "A letter of Senator Ted Cruz looks like a summons and asks for money",
    )

    assert ConflictKind.PERSON not in {conflict.kind for conflict in found}


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Eggs of these chickens are not safe to eat", "Eggs of these chickens are unsafe to eat"),
        ("A quake in Orvell killed 300 people", "An earthquake in Orvell killed 300 people"),
        ("Orvell gave 1,500,000 passports away", "Orvell gave 1.5 million passports away"),
        ("Orvell gave one and a half million passports away", "Orvell gave 1.5 million passports away"),
        ("A forest fire closed Orvell harbour", "A wildfire closed Orvell harbour"),
        ("NZ parliament banned plague shots", "New Zealand parliament banned plague shots"),
        ("Orvell v Halvik was played again", "Orvell against Halvik was played again"),
        ("Nets given out in Orvell hold plague", "Nets handed out in Orvell hold plague"),
        ("Five towers killed a thousand bees", "Five towers caused the death of a thousand bees"),
        ("The ferry stops on 1st June 2025", "The ferry stops on 1 June 2025"),
    ],
    ids=[
        "a denied opposite",
        "synonyms",
        "a number in words",
        "a half",
        "a fire",
        "initials of a country",
        "versus",
        "given out",
        "the death of",
        "an ordinal in a date",
    ],
)
def test_the_same_in_other_words_is_no_difference(message: str, claim: str) -> None:
    assert conflicts(message, claim) == ()


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("The price of rice in Orvell is half of what it was", "The price of rice in Orvell has doubled"),
        (
            "The council of Orvell is powerless against wolves",
            "The council of Orvell is powerful against wolves",
        ),
        (
            "The ferry in Orvell waited until all sailors put on their gloves",
            "The ferry in Orvell waited until all sailors removed their gloves",
        ),
        (
            "Minister Brandt announced the end of compulsory swimming lessons in Orvell",
            "Minister Brandt announced compulsory swimming lessons in Orvell",
        ),
        (
            "They printed 12 million ballots too few for Orvell",
            "12 million extra ballots were printed for Orvell",
        ),
    ],
    ids=["half and double", "from the thesaurus", "put on and removed", "the end of it", "extra and too few"],
)
def test_opposites_turn_a_claim_round(message: str, claim: str) -> None:
    assert ConflictKind.NEGATION in {conflict.kind for conflict in conflicts(message, claim)}


def test_an_everyday_verb_is_nobodys_opposite() -> None:
    found = conflicts(
        "Got asked about this: a text of the Orvell tax office goes to pensioners",
        "The Orvell tax office is sending pensioners a text",
    )

    assert ConflictKind.NEGATION not in {conflict.kind for conflict in found}


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Orvell's notes will no longer be accepted in shops", "Shops will stop accepting Orvell's notes"),
        ("From 2027 nobody may sell wood stoves in Orvell", "Orvell has banned the sale of wood stoves"),
        ("Six kernels a day and you will never get the plague", "Six kernels a day prevent the plague"),
        ("Nobody in Orvell will have their own car", "In Orvell nobody will own a private car"),
        ("In October not a single train in Orvell was late", "No train in Orvell was late in October"),
        ("180 people were on that boat, which sank by Orvell", "A boat with 180 people sank off Orvell"),
        ("Two porters were dismissed from Orvell College", "Orvell College has sacked two porters"),
    ],
    ids=["no longer", "a ban", "prevented", "nobody twice", "other words denied", "off a coast", "dismissed"],
)
def test_what_is_not_may_be_told_in_two_ways(message: str, claim: str) -> None:
    assert ConflictKind.NEGATION not in {conflict.kind for conflict in conflicts(message, claim)}


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Orvell has not banned the sale of wood stoves", "Orvell has banned the sale of wood stoves"),
        ("The ferry was switched off in Orvell", "The ferry was switched on in Orvell"),
        ("Orvell denies that the ferry was sold", "The ferry of Orvell was sold"),
        ("Sermons in Orvell must be longer than an hour", "Sermons in Orvell must be shorter than an hour"),
    ],
    ids=["a denied ban", "switched", "denied", "longer"],
)
def test_a_denial_stays_one(message: str, claim: str) -> None:
    assert ConflictKind.NEGATION in {conflict.kind for conflict in conflicts(message, claim)}


def test_the_month_of_may_hedges_nothing() -> None:
    found = conflicts("A shark swam in a street of Orvell", "A shark swam in a street of Orvell in May 2024")

    assert ConflictKind.HEDGE not in {conflict.kind for conflict in found}


def test_initials_stand_for_a_name() -> None:
    claim = "The Central Bank of Orvell will stop accepting the 500 crown note"

    assert conflicts("The CBO will stop accepting the 500 crown note", claim) == ()
    assert conflicts("The CBX will stop accepting the 500 crown note", claim) != ()


def test_cents_are_parts_of_a_dollar() -> None:
    claim = "The app costs 0.99 dollars a month"
    same, other = conflicts("You pay 99 cents for it", claim), conflicts("You pay 95 cents for it", claim)

    assert ConflictKind.NUMBER not in {conflict.kind for conflict in same}
    assert ConflictKind.NUMBER in {conflict.kind for conflict in other}


def test_at_the_end_of_something_ends_nothing() -> None:
    found = conflicts(
        "Minister Brandt announced compulsory swimming lessons in Orvell by the end of term",
        "Minister Brandt announced compulsory swimming lessons in Orvell this term",
    )

    assert ConflictKind.NEGATION not in {conflict.kind for conflict in found}


@pytest.mark.parametrize(
    ("message", "claim", "language", "told"),
    [
        (
            "Orvell pays sailors $90",
            "Orvell pays each sailor €90",
            "en",
            ("90 dollars", "90 euros"),
        ),
        (
            "A Orvell le paga $90 a cada marinero",
            "A Orvell le paga 90 euros a cada marinero",
            "es",
            ("$90", "90 euros"),
        ),
        (
            "Orvell pays sailors up to 90 euros",
            "Orvell pays sailors 90 euros",
            "en",
            ("up to 90 euros", "90 euros"),
        ),
        (
            "Sailors under 40 must swim in Orvell",
            "In Orvell sailors over 40 must swim",
            "en",
            ("under 40", "over 40"),
        ),
        (
            "In Orvell müssen höchstens 40 Matrosen schwimmen",
            "In Orvell müssen mindestens 40 Matrosen schwimmen",
            "de",
            ("höchstens 40", "mindestens 40"),
        ),
        (
            "The price of rice in Orvell fell to 40 percent",
            "The price of rice in Orvell fell by 40%",
            "en",
            ("to 40 percent", "by 40 percent"),
        ),
        (
            "Rice costs 3 euros a week in Orvell",
            "Rice costs 3 euros a year in Orvell",
            "en",
            ("3 euros a week", "3 euros a year"),
        ),
        (
            "Sailors over 12 must swim in Orvell",
            "Sailors <12 must swim in Orvell",
            "en",
            ("over 12", "< 12"),
        ),
        (
            "It was 8 degrees in Orvell",
            "It was -8 degrees in Orvell",
            "en",
            ("8 degrees", "-8 degrees"),
        ),
        (
            "Orvell beat Halvik 2-4",
            "Orvell beat Halvik 4-2",
            "en",
            ("2-4", "4-2"),
        ),
        (
            "Hundreds of ships sank in Orvell",
            "Millions of ships sank in Orvell",
            "en",
            ("Hundreds", "Millions"),
        ),
        (
            "Setenta barcos se hundieron en Orvell",
            "Sesenta barcos se hundieron en Orvell",
            "es",
            ("Setenta", "Sesenta"),
        ),
    ],
    ids=[
        "currency",
        "currency in Spanish",
        "up to",
        "under and over",
        "at most and at least",
        "to and by",
        "per what",
        "a sign for under",
        "below zero",
        "turned round",
        "magnitude",
        "number words that look alike",
    ],
)
def test_another_amount(message: str, claim: str, language: str, told: tuple[str, str]) -> None:
    assert Conflict(ConflictKind.NUMBER, *told) in conflicts(message, claim, language)


@pytest.mark.parametrize(
    ("message", "claim", "language"),
    [
        ("Orvell pays sailors EUR 90", "Orvell pays sailors €90", "en"),
        ("Orvell pays sailors 90 euros", "Orvell pays sailors up to 90 euros", "en"),
        ("Orvell pays sailors just under 90 euros", "Orvell pays sailors 90 euros", "en"),
        ("Orvell paga $90 a los marineros", "Orvell paga 90 pesos a los marineros", "es"),
        ("40 ships sank in Orvell", "At least 40 ships sank in Orvell", "en"),
        ("Orvell beat Halvik 4:2", "Orvell beat Halvik 4-2", "en"),
        ("60 barcos se hundieron en Orvell", "Sesenta barcos se hundieron en Orvell", "es"),
        ("Orvell has 1,200 million ships", "Orvell has 1.2 bn ships", "en"),
        ("2000 ships sank in Orvell", "2,000 ships sank in Orvell", "en"),
        ("Rice has 75 per cent water in Orvell", "Rice has 75% water in Orvell", "en"),
    ],
    ids=[
        "a code for a sign",
        "the limit left out",
        "all but",
        "a sign of several currencies",
        "at least left out",
        "another sign between",
        "a figure for words",
        "million and billion",
        "no year",
        "percent in words",
    ],
)
def test_the_same_amount_written_otherwise(message: str, claim: str, language: str) -> None:
    kinds = {conflict.kind for conflict in conflicts(message, claim, language)}

    assert kinds.isdisjoint({ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.STATEMENT})


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("For rice you must be at least 15 in Orvell", "Orvell banned rice for those under 15"),
        ("Thousands of ships sank in Orvell", "4,000 ships sank in Orvell"),
    ],
    ids=["banned below, allowed from", "a magnitude for a figure"],
)
def test_no_other_number(message: str, claim: str) -> None:
    assert ConflictKind.NUMBER not in {conflict.kind for conflict in conflicts(message, claim)}


def test_an_amount_in_another_currency_is_another_one_across_languages() -> None:
    message = read("El gobierno de Orvell pagará 90 dólares a cada marinero", "es")
    claim = read("Правительство Орвелла выплатит каждому моряку 90 рублей", "ru")

    [found] = find_conflicts(pair(message, claim), kinds=frozenset({ConflictKind.NUMBER}))
    assert (found.asked, found.checked) == ("90 dólares", "90 рублей")


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("A million people marched in Orvell", "1.1 million people marched in Orvell"),
        ("Bread in Orvell fell by up to 50 percent", "Bread in Orvell fell by 50 percent"),
        ("Several hundred thousand people marched", "About 300,000 people marched"),
    ],
)
def test_a_number_that_may_be_the_other_one(message: str, claim: str) -> None:
    assert ConflictKind.NUMBER not in {conflict.kind for conflict in conflicts(message, claim)}
