"""What is taken off a message before it is compared, and what must stay."""

import pytest

from matching.links import find_links
from matching.normalize import clean, core
from matching.segment import fingerprint, parts, read


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("The dam\u200b will \u202ebreak\u202c", "The dam will break"),
        ("Ｔｈｅ dam 𝐰𝐢𝐥𝐥 break", "The dam will break"),
        ("Thе dаm wіll brеak", "The dam will break"),
        ("Плотина рухнет", "Плотина рухнет"),
        ("Плoтинa pухнeт завтра ночью", "Плотина рухнет завтра ночью"),
        ("ᴛʜᴇ ᴅᴀᴍ ᴡɪʟʟ ʙʀᴇᴀᴋ", "the dam will break"),
        ("The d4m w1ll br34k", "The dam will break"),
        ("h1n1 and 5g stay", "h1n1 and 5g stay"),
        ("The dam 🌊🌊 will break‼️", "The dam will break!!"),
        ("d a n g e r  at the dam", "danger at the dam"),
        ("The dam will break https://news.example/x?y=1", "The dam will break"),
        ("#SaveTheDam before it breaks", "Save The Dam before it breaks"),
        ("The dam will break — Ann Poe (@annpoe) Nov 3, 2021", "The dam will break"),
        ("RT @annpoe: the dam will break", "the dam will break"),
        ("Dams <12 m will <b>break</b> <3", "Dams <12 m will b break /b 3"),
        ("> 5 dams will break", "5 dams will break"),
    ],
)
def test_noise_goes_and_words_stay(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


def test_links_after_as_much_text_as_a_message_holds_are_found() -> None:
    links = tuple(f"https://news.example/{place}/{'x' * 60}" for place in range(20))

    assert clean("\n".join([f"{links[0]} {'word ' * 805}", *links])).links == links


def test_a_link_across_the_cut_is_found_whole() -> None:
    link = "https://news.example/a/long/way/to/go"
    cleaned = clean(f"{'大' * 4_080} {link} and more")

    assert cleaned.links == (link,)
    assert cleaned.text == "大大"


@pytest.mark.parametrize(
    "wrapped",
    [
        "is it true that the dam at Orvell broke",
        "My aunt sent me this: the dam at Orvell broke",
        "They say that the dam at Orvell broke, is this true?",
        "I read on Facebook that the dam at Orvell broke",
        "BREAKING: the dam at Orvell broke",
        "A viral video claims that the dam at Orvell broke",
        "the dam at Orvell broke, can anyone confirm?",
        "A man who delivers laundry there told Anna that the dam at Orvell broke",
        "My brother-in-law works near the lake and tells me that the dam at Orvell broke",
        "Somebody told me that the dam at Orvell broke",
    ],
)
def test_wrappers_and_questions_leave_the_claim(wrapped: str) -> None:
    assert core(wrapped).rstrip("?") == "the dam at Orvell broke"


@pytest.mark.parametrize(
    "said",
    [
        "My mother denies that she said that the dam at Orvell broke",
        "A friend who lives there never said that the dam at Orvell broke",
        "A man from Orvell told the court that the dam at Orvell broke",
    ],
)
def test_who_denies_it_or_is_somebody_stays(said: str) -> None:
    assert core(said) == said


def test_a_frame_is_no_claim_of_its_own_so_it_stays_when_nothing_follows() -> None:
    assert core("is it true") == "is it true"


@pytest.mark.parametrize(
    "appeal",
    [
        "Please share this before they delete it!",
        "Forwarded as received",
        "Join our channel for more",
        "Compartan por favor con todos",
        "Перешлите всем друзьям",
        "Bitte an alle weiterleiten",
        "请转发",
    ],
)
def test_sharing_appeals_change_no_fingerprint(appeal: str) -> None:
    assert fingerprint(f"The dam at Orvell broke.\n{appeal}") == fingerprint("The dam at Orvell broke")


def test_fingerprints_tell_numbers_and_negations_apart() -> None:
    texts = ["The dam killed 5 people", "The dam killed 50 people", "The dam did not kill 5 people"]

    assert len({fingerprint(text) for text in texts}) == 3


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "The old stone bridge in Lindhaven will be closed for two years from Monday",
            "112dad8bbd80bb3d9dab5c7e97ccf902",
        ),
        ("Drinking warm lemon water cures the flu", "690a91acb12c7d0da40970ce105e7da4"),
        ("It was -5 degrees in Lindhaven last night", "619e20173488b336cda2a8f399f6ccda"),
        ("Verdania pays every citizen $500 this month", "07fbe24191d646ec5a73dd1203d2ccae"),
        ("Inflation rose to 8.5% in May, the bank says", "8419c4b42edf35e4c5d2ed05e4d94282"),
        ("The budget has 1,000,000 euros for schools", "31bb98e4ccc51a20a5ffa22ff1e9a440"),
        ("On 3 March 2024 the mayor resigned, is that true?", "31894b6926da7b187614888edafe3c36"),
        ("From 2020-2021 schools stayed shut because of Covid-19", "ef140da41633b7311898dbb27daac9c9"),
        ("Please share! The dam at Orvell broke tonight!!", "4e399702b1ba8a391e1e59a951acd952"),
        ("The president didn't sign the law", "0a6b825dde0dda82c0ac787d9228f76c"),
        ("Is it true that 5G towers spread the virus?", "25d1d56b6d5cd4748a6bb4198e16f650"),
        ("My aunt sent me this: garlic kills every germ in a day", "a6634f8d44cec963cd332e37b2505dbd"),
        ("Police arrested 12 people at the I-95 bridge", "33fa846c36085b4bb8dd44a79f3071a9"),
        ("The F-16 crashed near the air base (two pilots died)", "fd65b4981878cf67827418e2c06c7237"),
        (
            "BREAKING: Mayor Petra Ostrand said she would close the Halvik ferry",
            "d37d0244b44c9b167cdaa7a41f0311e9",
        ),
        ("Beber agua con limón cura la gripe en dos días", "00b7fdab1849740cffc07598e40df1c0"),
        ("El gobierno pagará 1.500 € a cada familia en 2025", "2d554c100f223923bc8de030ee28428e"),
        ("O ministro da saúde proibiu a venda de açúcar no país", "0447a6a7f31fd46b2e2bd9fb5cd5e358"),
        ("Die Regierung verbietet ab Januar alle Ölheizungen", "bc1f0859732f02bf9ac8844b7254a270"),
        ("In München wurden 3.000 Impfdosen weggeworfen", "0e9aef3faf384c5a3a2959536af99928"),
        (
            "Le gouvernement interdit les voitures diesel dès l'année prochaine",
            "b1b43827d98894256d497f069e851a5c",
        ),
        ("L'ambassadrice a quitté Paris hier soir", "bd49697fb59af39cf96ff9948af7958a"),
        ("Il governo dà 600 euro al mese a chi è senza lavoro", "5f8b08436dbe42a3c462f2e9182a0725"),
        ("Россия закроет все школы с понедельника", "f82c3ca844c269b27253917ee8267c5f"),
        ("В Киеве отключили интернет на 24 часа", "98fb6318cbfe014a31d8a2b36638ffef"),
        ("Rząd zakazuje gotówki od przyszłego roku", "fa6e19268884578b21a8fe65cabb5585"),
        ("Hükümet okulları pazartesi günü kapatıyor", "7d62ef7aa30233ddf4bbb73e799acb45"),
        ("大坝昨天倒塌了。三百人失踪了！", "c4bf9c476a50d039d7ff9a6f11be3234"),
        ("政府将从下个月起给每个家庭发500元", "eb206618d9a36cd5524ddf960a141a4e"),
        ("المدارس مغلقة غدا في جميع أنحاء البلاد", "ecc9ca8fa49ec4b28f3b2fd2ff98652f"),
        ("Το σχολείο θα κλείσει από αύριο", "32dd409b67fbbf3e3ba8a8fc0ec877bc"),
        ("Trường học đóng cửa từ thứ hai tuần sau", "3128054091e793834575f028802d669c"),
        ("ראש הממשלה התפטר הבוקר", "6e8d3acd095b871a777685f9d958a5a0"),
    ],
)
def test_the_stored_key_of_an_ordinary_text_stays(text: str, key: str) -> None:
    assert fingerprint(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("मंत्री के बेटे ने बैंक लूट लिया आज", "मंत्री के बेटी ने बैंक लूट लिया आज"),
        ("प्रधानमंत्री के पिता का आज निधन हो गया", "प्रधानमंत्री के पोते का आज निधन हो गया"),
        ("सरकार ने पानी मुफ्त किया", "सरकार ने पान मुफ्त किया"),
        ("রাজার ছেলে আজ মারা গেছে", "রাজার ছালা আজ মারা গেছে"),
        ("ข้าวแพงมากวันนี้", "ข่าวแพงมากวันนี้"),
        ("రాజు కొడుకు ఈరోజు చనిపోయాడు", "రాజు కోడికి ఈరోజు చనిపోయాడు"),
    ],
    ids=["son and daughter", "father and grandson", "water and betel", "Bengali", "Thai", "Telugu"],
)
def test_vowel_signs_tell_words_apart(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("pointed", "bare"),
    [
        ("مُدَرِّسٌ في المدرسة اليوم", "مدرس في المدرسة اليوم"),
        ("שָׁלוֹם עולם טוב ויפה", "שלום עולם טוב ויפה"),
    ],
    ids=["Arabic", "Hebrew"],
)
def test_points_that_people_leave_out_tell_nothing(pointed: str, bare: str) -> None:
    assert fingerprint(pointed) == fingerprint(bare)


def test_no_words_give_no_fingerprint() -> None:
    assert [fingerprint(text) for text in ("", "🎉🎉", "...", "https://x.example/a/b")] == ["", "", "", ""]


def test_sentences_of_scripts_without_spaces() -> None:
    assert read("大坝昨天倒塌了。三百人失踪了！").sentences == ("大坝昨天倒塌了。", "三百人失踪了!")


def test_links_are_found_without_the_point_that_ends_the_sentence() -> None:
    assert find_links("See https://news.example/a, and t.me/c/5.") == ("https://news.example/a", "t.me/c/5")


def test_pictures_before_a_capital_letter_end_a_sentence() -> None:
    message = read("🔴 FLASH 🔴 The dam at Orvell broke tonight ✊🏿✊🏿 Help is on its way", "en")

    assert message.sentences == ("FLASH", "The dam at Orvell broke tonight", "Help is on its way")


def test_a_picture_inside_a_sentence_does_not() -> None:
    assert read("The dam 🌊 at Orvell broke tonight", "en").sentences == ("The dam at Orvell broke tonight",)


def test_sentences_inside_one_quotation_are_told_apart() -> None:
    message = read('"The dam at Orvell broke tonight. What will the mayor say?"', "en")

    assert message.sentences == ("The dam at Orvell broke tonight.", "What will the mayor say?")


def test_upright_lines_and_pictures_after_a_statement_end_it() -> None:
    message = read("Orvell Live | The dam at Orvell broke tonight 😱 stay indoors all", "en")

    assert message.sentences == (
        "Orvell Live",
        "The dam at Orvell broke tonight",
        "stay indoors all",
    )


def test_what_is_quoted_is_a_part_of_its_own() -> None:
    message = read('From the group of house 4: "The dam at Orvell broke tonight." (by Mr Moore)', "en")

    assert "The dam at Orvell broke tonight" in [part.core for part in parts(message, 9)]


@pytest.mark.parametrize(
    "text",
    [
        'The council denied it: "The dam at Orvell broke tonight" is a hoax',
        '"The dam at Orvell broke tonight" - Ilse Brandt',
    ],
    ids=["denied", "signed"],
)
def test_what_is_quoted_to_deny_it_or_is_signed_is_none(text: str) -> None:
    assert [part.core for part in parts(read(text, "en"), 9)] == [core(read(text, "en").body)]


def test_leet_in_any_language_is_read() -> None:
    assert read("W3r f0i b33s", "de").body == "Wer foi bees"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a bonus of 8,5OO crowns", "a bonus of 8,500 crowns"),
        ("с 2О24 года 5OO тенге", "с 2024 года 500 тенге"),
        ("drink H2O", "drink H2O"),
        ("el 1o de mayo", "el 1o de mayo"),
        ("Lа ІМSS pаgа", "La IMSS paga"),
        ("veran0 largo", "verano largo"),
        ("лим0н лечит", "лимон лечит"),
        ("0wners of d0gs 0n 5th street", "owners of dogs on 5th street"),
        ("Lé0 and the 4chan of 3rd graders", "Léo and the 4chan of 3rd graders"),
        ("killed З00 people, 1З% more", "killed 300 people, 13% more"),
        ("Закон З вступил в силу", "Закон З вступил в силу"),
        ("gate ١ of 7, an iPhone 4s, 1t of gold", "gate ١ of 7, an iPhone 4s, 1t of gold"),
        ("Α roof fell оn а house", "A roof fell on a house"),
    ],
    ids=[
        "noughts",
        "Cyrillic noughts",
        "water",
        "the first",
        "a capital I",
        "at the end",
        "Cyrillic leet",
        "at the beginning",
        "no word in use",
        "a letter like a 3",
        "a letter by itself",
        "figures and units",
        "a Cyrillic word of one letter amid Latin ones",
    ],
)
def test_letters_and_noughts_that_look_alike(raw: str, expected: str) -> None:
    assert clean(raw).text == expected
