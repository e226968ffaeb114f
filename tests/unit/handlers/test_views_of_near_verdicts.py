"""Which verdicts one tap may answer with, on a new card and on one that was taken."""

from claims.decision import Conflict, ConflictKind, How, Match
from claims.news import ItemCard, NewItem
from claims.review import Moderator, ModeratorId
from claims.roles import Role
from claims.verdict import VerdictId
from handlers.i18n import Catalogues
from handlers.render import Reply
from handlers.views.desk import item_card, new_item
from tests.support.builders import NOON, a_verdict, an_item

MAX = Moderator(ModeratorId(1), "Max", Role.EDITOR)
ENGLISH = Catalogues.load().for_language("en")
VERDICTS = {VerdictId(1): a_verdict()}
OTHER_NUMBER = Conflict(ConflictKind.NUMBER, "5,000", "500")


def a_match(probability: float, *conflicts: Conflict) -> Match:
    return Match(verdict_id=VerdictId(1), probability=probability, how=How.WORDS, conflicts=conflicts)


def announced(match: Match) -> Reply:
    return new_item(NewItem(an_item(near=(match,)), NOON, near=VERDICTS), ENGLISH)


def taken(match: Match) -> Reply:
    return item_card(ItemCard(an_item(near=(match,)), NOON, MAX, MAX, VERDICTS), ENGLISH)


def offers(card: Reply) -> bool:
    return any("Same as:" in button.text for row in card.rows for button in row)


def test_a_new_card_offers_what_comes_close_and_nothing_that_differs() -> None:
    matches = [a_match(0.5), a_match(0.49), a_match(0.9, OTHER_NUMBER)]

    assert [offers(announced(match)) for match in matches] == [True, False, False]


def test_a_taken_item_offers_what_is_near_at_all() -> None:
    matches = [a_match(0.1), a_match(0.4, OTHER_NUMBER), a_match(0.099), a_match(0.0)]

    assert [offers(taken(match)) for match in matches] == [True, True, False, False]


def test_what_does_not_come_close_is_called_probably_another_claim() -> None:
    assert "it is probably another claim" in taken(a_match(0.49)).html
    assert "it may be the same claim" in taken(a_match(0.5)).html
