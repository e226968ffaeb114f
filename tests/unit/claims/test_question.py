"""What makes two submissions the same question."""

from datetime import UTC, datetime

import pytest

from claims.question import has_few_words, is_a_word, leans, named_by_sign, question_key, signs
from claims.submission import ChannelPost
from tests.support.builders import a_submission

VIDEO, OTHER = "https://youtu.be/abcdefghijk", "https://youtu.be/zzzzzzzzzzz"
FEW = "Watch this video now"
MANY = "The old stone bridge in Lindhaven will be closed for two years from Monday"


def _key(text: str, fingerprint: str = "ab12", **more: object) -> str:
    return question_key(fingerprint, a_submission(text, **more), text)


def test_few_words_are_a_question_with_their_link_under_each_of_its_addresses() -> None:
    longer = "https://www.youtube.com/watch?v=abcdefghijk&utm_source=x"

    assert _key(FEW, links=(VIDEO,)) == _key(FEW, links=(longer,))
    assert (
        len({_key(FEW), _key(FEW, links=(VIDEO,)), _key(FEW, links=(OTHER,)), _key(FEW, files=("f",))}) == 4
    )


def test_many_words_are_the_same_question_beside_anything() -> None:
    assert {_key(MANY), _key(MANY, links=(VIDEO,)), _key(MANY, files=("f",))} == {"ab12"}


def test_the_link_of_the_post_that_was_forwarded_is_nothing_beside_the_words() -> None:
    post = ChannelPost(-1001, 17, "City News", datetime(2026, 5, 1, tzinfo=UTC))

    assert _key(FEW, links=("https://t.me/citynews/17",), origin=post) == _key(FEW)


def test_without_words_the_link_the_characters_or_the_file_is_the_question() -> None:
    assert _key("", "", links=(VIDEO,)) == f"link:{VIDEO}"
    assert _key("?!", "") == "as-is:?!"
    assert _key("", "", files=("f",)) == "file:f"


def test_few_words_lean_on_all_that_came_with_them() -> None:
    channel, mayor, bridge = "https://t.me/dailybuzz", "https://news.example/mayor", "https://news.example/b"
    keys = {
        _key(FEW, files=("f",)),
        _key(FEW, files=("f", "g")),
        _key(FEW, files=("f",), links=(mayor,)),
        _key(FEW, files=("f",), links=(bridge,)),
        _key(FEW, links=(channel, mayor)),
        _key(FEW, links=(channel, bridge)),
    }

    assert len(keys) == 6
    assert _key(FEW, links=(channel, mayor)) == _key(FEW, links=(f"{mayor}?utm_source=x", channel))


def test_without_words_everything_that_was_sent_is_the_question() -> None:
    channel, post = "https://t.me/dailybuzz", ChannelPost(-1, 17, "Buzz", datetime(2026, 5, 1, tzinfo=UTC))
    keys = {
        _key("👉👉", "", links=(channel,), files=("f",)),
        _key("👉👉", "", links=(channel,), files=("g",)),
        _key("👉👉", "", links=(channel,)),
        _key("👉👉", "", links=("https://bit.ly/abc",)),
        _key("👉👉", ""),
        _key("", "", files=("f",)),
        _key("", "", files=("f", "g")),
        _key("", "", links=(channel,)),
        _key("word " * 100 + "one", ""),
        _key("word " * 100 + "two", ""),
        _key("word " * 100 + "one", "", links=(channel,)),
    }

    assert len(keys) == 11
    assert _key("", "", links=("https://t.me/buzz/17",), files=("f",), origin=post) == "file:f"
    assert _key("", "", links=("https://t.me/buzz/17",), origin=post) == "link:https://t.me/buzz/17"


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Yes", True),
        ("Not true", False),
        ("是", True),
        ("不是", True),
        ("はい", True),
        ("จริง", True),
        ("市长被捕", False),
        ("市长昨天因为盗窃被捕了", False),
    ],
)
def test_a_word_is_two_letters_where_words_are_not_set_apart(text: str, one: bool) -> None:
    assert is_a_word(text) is one


@pytest.mark.parametrize(
    ("text", "few"),
    [
        (FEW, True),
        (f"{FEW} {VIDEO} www.example.org/one/two", True),
        ("One two three four five six seven eight!", True),
        ("One two three four five six seven eight nine", False),
        ("看这个视频", True),
        ("市政府从星期一开始关闭林德港的老石桥两年", False),
    ],
)
def test_links_and_signs_are_no_words(text: str, few: bool) -> None:
    assert has_few_words(text) is few


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was -5 degrees", "-"),
        ("It was −5 degrees (-7 at night)", "--"),
        ("From 2020-2021, Covid-19 - and 5 more", ""),
        ("€500, $7 or 5 %", "€$%"),
        ("10² people", "²"),
        ("It costs €500 in 2025", "€"),
        ("It costs €500 for 5 people", "0€"),
        ("H1N1, 5G and Covid-19 cost $5", "$"),
        ("On 18/07/2025, from 2021/22, at 10:30", ""),
        ("1.500 and 1,500 of 1 000 000", ""),
        ("CLOSED FROM 3-5 pm", "…"),
        ("📈📈📈 Prices", "↑prices"),
        ("<b>Read</b> -> here <-", ""),
        ("> 500 people (>400)", "1>"),
        ("Learn C++ and Disney+", "+c+disney"),
        ("🇺🇦 captured the village", "🇺🇦"),
        ("🇺🇦 President visits 🇫🇷", "🇫🇷visits"),
        ("🇺🇦 Glory to Ukraine 🇺🇦", ""),
        ("Schools are closed in 🇫🇷", "🇫🇷in"),
        ("A quake hits 🇹🇷!", "🇹🇷hits"),
        ("An evening in Spain 🇪🇸", ""),
        (f"Look {VIDEO}?a=5%20-5$", ""),
        ("@Mayor_Lindhaven was arrested", "&mayor_lindhaven"),
        ("@mayor The bridge closes", ""),
        ("@Mayor Resigned This Morning", "&mayor"),
        (".@mayor has sold it", "&mayor"),
        ("@mayor @cnn has sold it", "&mayor&cnn"),
        ("Ask @mayor about it", ""),
    ],
)
def test_signs_are_those_that_change_what_is_said(text: str, found: str) -> None:
    assert signs(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3-5 million migrants came", "3.5 million migrants came"),
        ("3~5 million migrants came", "3,5 million migrants came"),
        (".5 percent was forged", "5 percent was forged"),
        ("½ million people left", "1.2 million people left"),
        ("1½ million people left", "11.2 million people left"),
        ("2½ people left", "21/2 people left"),
        ("2/3 of voters", "2.3 of voters"),
        ("Children <12 must stay", "Children >12 must stay"),
        ("Children ≥12 must stay", "Children ≤12 must stay"),
        ("Flu deaths < Covid deaths", "Flu deaths > Covid deaths"),
        ("Prices in Spain ↑", "Prices in Spain ↓"),
        ("Prices in Spain ▲", "Prices in Spain ▼"),
        ("Prices in Spain 🔺", "Prices in Spain 🔻"),
        ("Prices in Spain 📈", "Prices in Spain 📉"),
        ("Prices in Spain ↑ and Italy", "Prices in Spain and Italy ↑"),
        ("Rents change by ➖5", "Rents change by ➕5"),
        ("Blood group O+ is immune", "Blood group O- is immune"),
        ("Verdania is AA+ again", "Verdania is AA- again"),
        ("Disney+ closes", "Disney closes"),
        ("Verdania pays ＄500", "Verdania pays ￥500"),
        ("It was －5 degrees", "It was 5 degrees"),
        ("It was ‑5 degrees", "It was 5 degrees"),
        ("It was ‒5 degrees", "It was 5 degrees"),
        ("الضريبة ٥٪ هذا العام", "الضريبة ٥ هذا العام"),
        ("成長率は-5％でした", "成長率は5％でした"),
        ("Germany -0.5 and France 0.5", "Germany 0.5 and France -0.5"),
        ("$2000 in 2010", "2000 in $2010"),
        ("🇫🇷 attacked the village", "attacked the village 🇫🇷"),
        (
            "Schools are closed in 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "Schools are closed in 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
    ],
)
def test_what_differs_by_signs_alone_is_told_apart(one: str, other: str) -> None:
    assert signs(one) != signs(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,5 million for 3 people, 5%", "1.5 million for 3 people, 5%"),
        ("$1,000,000 for 3 people", "$1 000 000 for 3 people"),
        ("½ of voters", "1/2 of voters"),
        ("It was －5 degrees, a tax of 5％", "It was -5 degrees, a tax of 5%"),
        ("Prices 📈📈 today", "Prices 🔺 today"),
        ("Children ≤12 must stay", "Children <=12 must stay"),
        ("At 10:30 it was 5% more", "At 10.30 it was 5% more"),
        ("@mayor has sold it", ".@mayor has sold it"),
    ],
)
def test_what_means_the_same_has_the_same_signs(one: str, other: str) -> None:
    assert signs(one) == signs(other)


def test_of_very_many_signs_a_short_form_is_kept() -> None:
    keys = {_key("€ 5 $ " * 300), _key("€ 5 $ " * 301)}

    assert (len(keys), max(map(len, keys)) < 50) == (2, True)


def test_flags_and_accounts_name_somebody_where_the_sentence_goes_on() -> None:
    assert named_by_sign("🇺🇦 beat 🇫🇷 by 3 - 0, €5 a ticket 🇪🇸") == ("🇺🇦", "🇫🇷")
    assert named_by_sign("@mayor resigned") == ("@mayor",)
    assert named_by_sign("Schools are closed in 🇫🇷") == ("🇫🇷",)


@pytest.mark.parametrize(
    ("key", "does"),
    [
        (_key(FEW, links=(VIDEO,)), True),
        (_key(f"{FEW} for $5", links=(VIDEO,)), True),
        (_key(FEW, links=(VIDEO,)) + "!7", True),
        (_key(f"{FEW} for $5"), False),
        (_key("@mayor resigned"), False),
        (_key("@mayor resigned", links=(VIDEO,)), True),
        (_key(FEW, "", links=(VIDEO,)), True),
        (_key(MANY, "", links=(VIDEO,)), False),
        ("link:https://example.org/@someone", False),
        ("as-is:@", False),
        ("file:AgAD@", False),
    ],
)
def test_a_question_tells_whether_it_leans_on_what_is_beside_it(key: str, does: bool) -> None:
    assert leans(key) is does
