"""The catalogues keep up with the texts in handlers/, and say the same thing in every language."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from handlers.i18n import Catalogues

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"
LOCALES = HANDLERS / "locales"
TEMPLATE = LOCALES / "forwardcheck.pot"
LANGUAGES = ["de", "es", "fr", "pt", "ru"]

# How many of the first arguments of each call are texts.
TEXTS_IN_CALL = {"_": 1, "gettext": 1, "ngettext": 2}
# The one module that passes texts on instead of writing them.
PASSES_TEXTS_ON = HANDLERS / "i18n.py"

TAG = re.compile(r"</?[a-z][^>]*>")
# Commands, and the English words that stand after them, are typed as they are in every language.
TYPED = re.compile(
    r"(?<![\w/<:])/(?:[a-z]+|\{command\})(?: \d+| \{number\})*"
    r"(?: false| opinion| claim| summary| until| verdict \d+)?"
    r"|[a-z]+(?:_[a-z]+)+"
)
EDGE_SPACE = re.compile(r"^\s*|\s*$")
QUOTATION_MARKS = frozenset('“”„«»"')
OWN_MARKS = {"de": "„“", "es": "“”", "fr": "«»", "pt": "“”", "ru": "«»"}
# A French sign that a line's end would tear off, and a dash that Russian does not write.
MISPRINT = {"fr": re.compile(r" [:;?!»]|« |\w[;?!»]"), "ru": re.compile(r" [–-] ")}

Id = str | tuple[str, ...]
Texts = str | list[str] | tuple[str, ...]


def extracted() -> set[Id]:
    with (LOCALES / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel has no types here
    found = extract_from_dir(HANDLERS, methods, options, DEFAULT_KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "forwardcheck.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def ids(catalogue: Catalog) -> set[Id]:
    return {_as_id(message.id) for message in messages(catalogue)}


def _as_id(texts: Texts) -> Id:
    return texts if isinstance(texts, str) else tuple(texts)


def forms(texts: Texts | None) -> tuple[str, ...]:
    """Return a text, or each of its plural forms."""
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)


def placeholders(text: str) -> list[str]:
    return sorted(
        name for _literal, name, _format, _conversion in Formatter().parse(text) if name is not None
    )


def unlike(language: str, trait: re.Pattern[str]) -> list[str]:
    """Return the translations in which what `trait` finds differs from the English text."""
    return [
        form
        for message in messages(catalogue(language))
        for form in forms(message.string)
        if sorted(trait.findall(form)) != sorted(trait.findall(forms(message.id)[0]))
    ]


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(HANDLERS.rglob("*.py")):
        if path != PASSES_TEXTS_ON:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def translated_arguments() -> Iterator[tuple[str, ast.expr]]:
    """Return what is handed to gettext anywhere in handlers/, and where."""
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _called(node) in TEXTS_IN_CALL:
                for argument in node.args[: TEXTS_IN_CALL[_called(node)]]:
                    yield f"{path.name}:{node.lineno}", argument


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_every_language_has_a_catalogue() -> None:
    actual = sorted(path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/*.po"))

    assert actual == LANGUAGES


def test_the_template_is_current() -> None:
    with TEMPLATE.open("rb") as file:
        actual = ids(read_po(file, abort_invalid=True))

    assert actual == extracted(), "extract again: the command is in handlers/locales/babel.cfg"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message(language: str) -> None:
    assert ids(catalogue(language)) == extracted(), "update it: the command is in handlers/locales/babel.cfg"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_fuzzy_empty_or_left_over(language: str) -> None:
    texts = catalogue(language)

    unfinished = [
        message.id
        for message in messages(texts)
        if message.fuzzy or not all(form.strip() for form in forms(message.string))
    ]

    assert unfinished == []
    assert list(texts.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_follow_the_language(language: str) -> None:
    texts = catalogue(language)
    expected = get_plural(language)

    counts = {len(forms(message.string)) for message in messages(texts) if not isinstance(message.id, str)}

    assert (texts.num_plurals, texts.plural_expr) == (expected.num_plurals, expected.plural_expr)
    assert counts == {expected.num_plurals}


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    wrong = [
        form
        for message in messages(catalogue(language))
        for form in forms(message.string)
        if placeholders(form) != placeholders(forms(message.id)[0])
    ]

    assert wrong == []


@pytest.mark.parametrize("trait", [TAG, TYPED, EDGE_SPACE], ids=["tags", "typed words", "space at the edges"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_language_survives_translation(language: str, trait: re.Pattern[str]) -> None:
    assert unlike(language, trait) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_hold_no_html_but_tags(language: str) -> None:
    strings = [form for message in messages(catalogue(language)) for form in forms(message.string)]

    assert [form for form in strings if set("<>&") & set(TAG.sub("", form))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_ends_in_a_date_ends_in_one_full_stop(language: str) -> None:
    """A Russian date brings its own: "3 мая 2024 г."."""
    written = Catalogues.load().for_language(language).day(date(2024, 5, 3))
    strings = [form for message in messages(catalogue(language)) for form in forms(message.string)]

    filled = [form.replace("{date}", written).replace("{day}", written) for form in strings]

    assert [form for form in filled if f"{written.rstrip('.')}.." in form] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    strings = [form for message in messages(catalogue(language)) for form in forms(message.string)]

    others = QUOTATION_MARKS - set(OWN_MARKS[language])
    assert [form for form in strings if others & set(TAG.sub("", form))] == []


@pytest.mark.parametrize("language", sorted(MISPRINT))
def test_a_catalogue_is_set_as_its_language_is(language: str) -> None:
    strings = [form for message in messages(catalogue(language)) for form in forms(message.string)]

    assert [form for form in strings if MISPRINT[language].search(form)] == []


def test_what_is_quoted_is_quoted_by_a_translation() -> None:
    """English marks around a value would stand in every language."""
    translated = {ast.unparse(argument) for _where, argument in translated_arguments()}
    written = [
        f"{path.name}:{node.lineno}"
        for path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and "“" in str(node.value) and ast.unparse(node) not in translated
    ]

    assert written == []


@pytest.mark.parametrize("path", sorted(LOCALES.rglob("*.po*")), ids=lambda path: path.parts[-3])
def test_headers_name_nobody_and_no_date(path: Path) -> None:
    private = re.compile(r"@|-Date:|Last-Translator|Language-Team|PROJECT|ORGANIZATION")

    assert private.findall(path.read_text(encoding="utf-8")) == []


def test_texts_are_translated_before_they_are_formatted() -> None:
    """An f-string, a sum, `.format()` or a name inside gettext is silently skipped by the extractor."""
    not_literal = [
        f"{where}: {ast.unparse(argument)}"
        for where, argument in translated_arguments()
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]

    assert not_literal == []


def test_every_translated_text_is_extracted() -> None:
    called = {
        argument.value for _where, argument in translated_arguments() if isinstance(argument, ast.Constant)
    }

    assert called == {form for message in extracted() for form in forms(message)}


def test_gettext_is_known_by_no_other_name() -> None:
    """The extractor goes by names: `say = texts.gettext` would hide every text said with it."""
    hidden = []
    for path, module in modules():
        plain = {node.func for node in ast.walk(module) if isinstance(node, ast.Call)}
        plain |= {
            node.value
            for node in ast.walk(module)
            if isinstance(node, ast.Assign) and [ast.unparse(name) for name in node.targets] == ["_"]
        }
        hidden += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(module)
            if isinstance(node, ast.Attribute) and node.attr in TEXTS_IN_CALL and node not in plain
        ]

    assert hidden == []
