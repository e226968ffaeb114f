"""The help that moderators read."""

import re

import pytest

from claims.roles import Role
from handlers.i18n import Catalogues
from handlers.render import MAX_TEXT_UNITS, shown_length
from handlers.routes import COMMAND_HANDLERS
from handlers.views.desk import desk_help


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt", "ru"])
def test_the_moderators_help_names_every_command_in_one_message(language: str) -> None:
    page = desk_help(Role.OWNER, Catalogues.load().for_language(language)).html

    assert COMMAND_HANDLERS.keys() - set(re.findall(r"/([a-z]+)", page)) == {"start", "help", "forgetme"}
    assert shown_length(page) <= MAX_TEXT_UNITS


def test_the_help_names_what_a_role_may_do() -> None:
    texts = Catalogues.load().for_language("en")
    pages = [desk_help(role, texts).html for role in (Role.REVIEWER, Role.EDITOR)]

    assert [("/edit" in page, "/retract" in page, "/undo 12" in page) for page in pages] == [
        (False, False, True),
        (True, True, True),
    ]
