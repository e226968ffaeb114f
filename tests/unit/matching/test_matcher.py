"""The decision: the same claim is answered, a similar one is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claims.decision import Answer, ConflictKind, Decision, How, NotAClaim, Queued, Suggest
from claims.verdict import VerdictId
from matching.matcher import HybridMatcher
from matching.records import record
from tests.unit.matching.conftest import CLAIMS, a_verdict, verdicts


def answered(decision: Decision) -> list[int]:
    return [match.verdict_id for match in decision.matches] if isinstance(decision, Answer) else []


@pytest.mark.parametrize(
    ("message", "number"),
    [
        (CLAIMS[0], 1),
        (
            "is it true that the Orvell water board will fine people €500 for watering gardens in July 2023?",
            1,
        ),
        ("Orvell water bord will fine househods 500 euros for watering their gardens in July 2023", 1),
        ("My cousin sent me this: Drinking chilli oil cures asthma!!! SHARE", 3),
        ("drіnking chilli оil cures аsthma", 3),
        ("Petra Ostrand said she'd shut the Halvik ferry if the council cuts the harbour budget", 2),
    ],
)
def test_the_same_claim_is_answered(matcher: HybridMatcher, message: str, number: int) -> None:
    assert answered(matcher.decide(message)) == [number]


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (
            "The Orvell water board will fine households 5,000 euros for watering their gardens",
            ConflictKind.NUMBER,
        ),
        ("The Orvell water board will fine households 500 euros for watering in May 2021", ConflictKind.DATE),
        ("Drinking chilli oil does not cure asthma", ConflictKind.NEGATION),
        ("Drinking chilli oil causes asthma", ConflictKind.NEGATION),
        (
            "Mayor Hugo Brandt said she would close the Halvik ferry if the council cut the harbour budget",
            ConflictKind.NAME,
        ),
        ("A photo shows a wolf inside the Tarnow railway station", ConflictKind.STATEMENT),
    ],
)
def test_a_near_miss_is_never_answered_and_says_what_differs(
    matcher: HybridMatcher, message: str, kind: ConflictKind
) -> None:
    decision = matcher.decide(message)

    assert isinstance(decision, Suggest)
    assert kind in {conflict.kind for conflict in decision.matches[0].conflicts}


def test_a_number_conflict_names_both_numbers(matcher: HybridMatcher) -> None:
    decision = matcher.decide(
        "The Orvell water board will fine households 5,000 euros for watering their gardens"
    )

    assert isinstance(decision, Suggest)
    [conflict] = [found for found in decision.matches[0].conflicts if found.kind is ConflictKind.NUMBER]
    assert (conflict.asked, conflict.checked) == ("5,000 euros", "500 euros")


@pytest.mark.parametrize(
    "message",
    [
        "hello",
        "Good morning!",
        "🎉🎉🎉",
        "/start",
        "ok",
        "",
        "wow",
        "你好",
        "\0\0",
        "Is this true?",
        "Is this video real or fake?",
        "¿Es verdad esto?",
        "这是真的吗？",
        "هل هذا صحيح؟",
        "Hi, could you verify this news please?",
        "Please check the video my friend sent me",
        "What do you think about this post?",
        "Thank you very much for your help",
        "When will you know?",
        "delete my data please",
        "🇫🇷🇫🇷",
        "🇫🇷 hello",
        "@ourbot is this true?",
    ],
)
def test_nothing_to_check(matcher: HybridMatcher, message: str) -> None:
    assert matcher.decide(message) == NotAClaim()


@pytest.mark.parametrize(
    "message",
    [
        "Putin died",
        "5G kills",
        "Thanks to Biden gas prices doubled",
        "Please check if the dam broke",
        "Stop the vaccine law now",
        "Is the video of the burning bus in Lisbon real?",
        "What do you think about Trump leaving NATO",
        "🇫🇷 won",
        "🇷🇺 invaded 🇪🇪",
        "@mayor resigned",
    ],
)
def test_what_may_be_a_claim_is_never_taken_for_small_talk(matcher: HybridMatcher, message: str) -> None:
    assert not isinstance(matcher.decide(message), NotAClaim)


def test_an_unknown_claim_is_queued(matcher: HybridMatcher) -> None:
    assert isinstance(matcher.decide("The queen of Belgium has bought a submarine from a museum"), Queued)


def test_the_exact_text_says_so(matcher: HybridMatcher) -> None:
    decision = matcher.decide(CLAIMS[2].upper())

    assert isinstance(decision, Answer)
    assert (decision.matches[0].how, decision.matches[0].part) == (How.EXACT_TEXT, "")


@pytest.mark.parametrize(
    "link",
    ["https://facts.example/4?utm_source=tg", "look t.me/orvellnews/1004", "https://t.me/s/orvellnews/1004"],
)
def test_a_known_link_is_enough(matcher: HybridMatcher, link: str) -> None:
    decision = matcher.decide(link)

    assert isinstance(decision, Answer)
    assert [(match.verdict_id, match.how) for match in decision.matches] == [(4, How.SAME_LINK)]


def test_the_matching_sentence_of_a_long_message_is_named(matcher: HybridMatcher) -> None:
    decision = matcher.decide(
        f"We had soup for dinner at the lake. {CLAIMS[2]} The cat slept all day on the old sofa."
    )

    assert isinstance(decision, Answer)
    assert [(match.verdict_id, match.part) for match in decision.matches] == [(3, CLAIMS[2])]


def test_a_sentence_stands_out_in_a_long_message_as_on_its_own(matcher: HybridMatcher) -> None:
    retold = (
        "Petra Ostrand has said she is going to close the ferry to Halvik if the council makes cuts to the "
        "harbour budget."
    )
    about_this_and_that = (
        "Good evening all, choir practice is on Friday now, and somebody please bring torches because the "
        "light in the hall is off again. Orvell's water board has sent all households its bill, 500 euros, "
        f"and the gardens are dry after this July. Now this. {retold} Do not keep it for yourself! Those who "
        "have not paid the dues for September, the treasurer is looking for you. The wolf costume for the "
        "play still has to be sewn."
    )

    assert answered(matcher.decide(about_this_and_that)) == [2]
    assert answered(matcher.decide(about_this_and_that.replace("harbour", "school"))) == []


def test_two_claims_in_one_message_are_two_matches(matcher: HybridMatcher) -> None:
    assert sorted(answered(matcher.decide(f"{CLAIMS[2]} {CLAIMS[3]}"))) == [3, 4]


def test_an_excluded_verdict_is_never_offered(matcher: HybridMatcher) -> None:
    decision = matcher.decide(CLAIMS[2], excluding=[VerdictId(3)])

    assert 3 not in [
        match.verdict_id for name in ("matches", "others", "near") for match in getattr(decision, name, ())
    ]


def test_a_translation_is_at_least_suggested(matcher: HybridMatcher) -> None:
    decision = matcher.decide("Beber aceite de chile cura el asma", language="es")

    assert isinstance(decision, Answer | Suggest)
    assert decision.matches[0].verdict_id == 3


def test_a_quoted_post_is_a_wording_of_the_claim(open_matcher: Callable[[], HybridMatcher]) -> None:
    matcher = open_matcher()
    post = "Imagine!! the old lighthouse of Vane got sold to a circus"
    matcher.apply([a_verdict(1, "The Vane lighthouse was bought by a circus company.", wordings=[post])], 1)

    assert answered(matcher.decide(post)) == [1]


BRIDGE = "The old stone bridge will be closed for two years."
RULED_POST = (
    "Good news from the council of Lindhaven today. The mayor was arrested for stealing five million from "
    f"the city fund. {BRIDGE}"
)


def _certain(decision: Decision) -> list[How]:
    matches = decision.matches if isinstance(decision, Answer) else ()
    return [match.how for match in matches if match.how is How.EXACT_TEXT]


def test_a_ruled_post_is_known_whole_and_not_by_each_of_its_sentences(
    open_matcher: Callable[[], HybridMatcher],
) -> None:
    matcher = open_matcher()
    claim = "The mayor of Lindhaven was arrested for theft"
    matcher.apply([a_verdict(1, claim, wordings=[f"{RULED_POST}\nShare this before they delete it!"])], 1)

    assert _certain(matcher.decide(f"{RULED_POST}\nPlease share")) == [How.EXACT_TEXT]
    assert _certain(matcher.decide(claim)) == [How.EXACT_TEXT]
    assert not isinstance(matcher.decide(BRIDGE), Answer)
    assert _certain(matcher.decide(f"Choir practice is on Friday. {BRIDGE} Bring your own torches.")) == []


def test_common_words_do_not_tie_a_sentence_of_a_post_to_the_claim() -> None:
    claim = "Der Bürgermeister von Lindhaven wird wegen eines Diebstahls in der Stadtkasse verhaftet"
    other = "Die alte Brücke von Vane wird wegen der Bauarbeiten in zwei Jahren geschlossen."
    post = f"Der Bürgermeister von Lindhaven wurde verhaftet, er hat gestohlen. {other}"

    texts = record(a_verdict(1, claim, language="de", wordings=[post])).texts

    assert any(text.startswith("Der Bürgermeister von Lindhaven wurde verhaftet, er") for text in texts)
    assert other.strip(".") not in texts


@pytest.mark.parametrize(
    ("checked", "asked"),
    [
        ("Children <12 must stay at home in Lindhaven", "Children >12 must stay at home in Lindhaven"),
        ("Rents in Lindhaven change by ➖5 percent", "Rents in Lindhaven change by ➕5 percent"),
        ("Bread prices in Lindhaven this year 📈", "Bread prices in Lindhaven this year 📉"),
        ("-5 degrees are expected in Lindhaven", "5 degrees are expected in Lindhaven"),
        ("3-5 million migrants came to Lindhaven", "3.5 million migrants came to Lindhaven"),
        ("3~5 million migrants came to Lindhaven", "3.5 million migrants came to Lindhaven"),
        ("Growth of Lindhaven -0.5, of Vane 0.5", "Growth of Lindhaven 0.5, of Vane -0.5"),
        ("It costs $5", "It costs €5"),
    ],
)
def test_the_same_words_with_other_signs_are_never_answered(
    open_matcher: Callable[[], HybridMatcher], checked: str, asked: str
) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, checked)], 1)
    around = "Choir practice is on Friday now. {}. Somebody please bring torches."

    assert answered(matcher.decide(checked)) == [1]
    assert answered(matcher.decide(asked)) == []
    assert answered(matcher.decide(around.format(asked))) == []


def test_a_figure_in_the_name_of_a_site_moves_no_sign(open_matcher: Callable[[], HybridMatcher]) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, "Verdania pays every citizen €500 a month - Orvell Facts 24")], 1)

    assert _certain(matcher.decide("Verdania pays every citizen €500 a month")) == [How.EXACT_TEXT]


def test_an_arrow_is_an_ornament_where_the_claim_has_none(matcher: HybridMatcher) -> None:
    assert answered(matcher.decide(f"{CLAIMS[2]} ⬇️⬇️⬇️")) == [3]


def test_what_was_applied_is_there_after_reopening(open_matcher: Callable[[], HybridMatcher]) -> None:
    first = open_matcher()
    first.apply(verdicts(CLAIMS), 7)
    first.close()
    second = open_matcher()

    assert (second.revision, answered(second.decide(CLAIMS[1]))) == (7, [2])


def test_a_changed_verdict_replaces_the_old_wording(open_matcher: Callable[[], HybridMatcher]) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, CLAIMS[2])], 1)
    matcher.apply([a_verdict(1, CLAIMS[3])], 2)

    assert (answered(matcher.decide(CLAIMS[2])), answered(matcher.decide(CLAIMS[3]))) == ([], [1])


@pytest.mark.parametrize("damage", ["manifest.json", "vectors.bin", "words/meta.json"])
def test_a_damaged_index_is_empty_and_asks_to_be_filled(
    open_matcher: Callable[[], HybridMatcher], tmp_path: Path, damage: str
) -> None:
    matcher = open_matcher()
    matcher.apply(verdicts(CLAIMS), 5)
    matcher.close()
    (tmp_path / "index" / damage).write_bytes(b"\x00broken")
    reopened = open_matcher()

    assert (reopened.revision, answered(reopened.decide(CLAIMS[2]))) == (0, [])


def test_an_index_keeps_its_neighbours_files(
    open_matcher: Callable[[], HybridMatcher], tmp_path: Path
) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "notes.txt").write_text("mine")
    open_matcher()

    assert (tmp_path / "index" / "notes.txt").read_text() == "mine"


def test_in_another_language_a_wrapped_claim_is_answered(open_matcher: Callable[[], HybridMatcher]) -> None:
    matcher = open_matcher()
    claim = "El ayuntamiento de Orvell cobrará 40 euros al mes por regar los jardines."
    matcher.apply([a_verdict(1, claim, language="es")], 1)

    wrapped = (
        "Increíble lo que me llegó anoche al grupo del barrio, el ayuntamiento de Orvell cobrará 40 euros "
        "al mes por regar los jardines, así nos va a todos los vecinos"
    )

    assert answered(matcher.decide(wrapped, language="es")) == [1]
    assert answered(matcher.decide(wrapped.replace("40", "400"), language="es")) == []


@pytest.mark.parametrize(
    ("claim", "denial", "spoken"),
    [
        ("कोरोना का टीका लेने से बांझपन होता है", "कोरोना का टीका लेने से बांझपन नहीं होता है", "hi"),
        ("টিকা নিলে বন্ধ্যাত্ব হয়", "টিকা নিলে বন্ধ্যাত্ব হয় না", "bn"),
        ("Aşılar çocuklarda otizme neden oluyor", "Aşılar çocuklarda otizme neden olmuyor", "tr"),
        ("ดื่มน้ำมะนาวอุ่นรักษาไข้หวัดใหญ่ได้", "ดื่มน้ำมะนาวอุ่นรักษาไข้หวัดใหญ่ไม่ได้", "th"),
        ("Uống nước chanh ấm chữa khỏi bệnh cúm", "Uống nước chanh ấm không chữa khỏi bệnh cúm", "vi"),
    ],
    ids=["Hindi", "Bengali", "Turkish", "Thai", "Vietnamese"],
)
def test_a_denial_in_a_language_that_lists_know_little_of_gets_no_verdict(
    open_matcher: Callable[[], HybridMatcher], claim: str, denial: str, spoken: str
) -> None:
    matcher = open_matcher()
    matcher.apply([a_verdict(1, claim, language=spoken), a_verdict(2, CLAIMS[0])], 1)

    assert answered(matcher.decide(f"🔴 {claim} 🔴")) == [1]
    assert answered(matcher.decide(denial)) == []

    matcher.apply([a_verdict(1, denial, language=spoken)], 2)

    assert answered(matcher.decide(f"🔴 {denial} 🔴")) == [1]
    assert answered(matcher.decide(claim)) == []


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (
            'Petra Ostrand wrote that "a harbour run by accountants is a puddle with invoices".',
            'Hugo Brandt wrote that "a harbour run by accountants is a puddle with invoices".',
        ),
        (
            "Burglaries in Lisbon doubled in the year after the city cut its police budget by 15 percent.",
            "You want proof? Madrid. The city cut its police budget by 15 percent and in the year after, "
            "burglaries doubled.",
        ),
        (
            "Belavia buys 90 percent of the onions it eats from Norway.",
            "Every single onion in Belavia, a hundred percent of them, is bought from Norway now",
        ),
    ],
    ids=["another speaker before the quotation", "another place in another sentence", "another amount"],
)
def test_a_part_of_a_message_is_not_read_without_what_stands_beside_it(
    open_matcher: Callable[[], HybridMatcher], claim: str, message: str
) -> None:
    matcher = open_matcher()
    matcher.apply(verdicts((claim, *CLAIMS)), 1)

    assert answered(matcher.decide(claim)) == [1]
    assert answered(matcher.decide(message)) == []


def test_the_place_where_something_is_told_does_not_matter_where_the_claim_names_its_own(
    open_matcher: Callable[[], HybridMatcher],
) -> None:
    matcher = open_matcher()
    claim = "Burglaries in Lisbon doubled in the year after the city cut its police budget by 15 percent."
    matcher.apply(verdicts((claim, *CLAIMS)), 1)

    message = (
        "Greetings from Madrid to all of you. Have you heard? Lisbon cut its police budget by 15 percent and "
        "in the year after, burglaries doubled in Lisbon."
    )

    assert answered(matcher.decide(message)) == [1]
