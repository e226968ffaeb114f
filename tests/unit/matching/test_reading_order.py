"""Which pairs the cross-encoder reads: it takes most of the time, so no pair that cannot matter any more."""

from collections.abc import Sequence

import pytest

from claims.decision import How
from claims.verdict import VerdictId
from matching.candidates import Candidate
from matching.certainty import hope_among
from matching.crossencoder import CrossEncoder, Said
from matching.embeddings import TwoEncoders
from matching.gate import Gate, Judged
from matching.ranker import Place
from matching.records import Stored
from matching.segment import parts, read

CLAIM = "The mayor of Elmsworth sold the town forest to a mining company."
ASKED = "A mining firm got the municipal forest from Elmsworth's mayor, she sold it to them"
FIRST = Place(total=4.0, words=1.0, part=0.85, whole=0.8)
SECOND = Place(total=3.4, words=0.9, part=0.75, whole=0.7)
YES, NO = 6.0, -6.0


class Recorder(CrossEncoder):
    """Says what it is told to, and keeps what it was asked."""

    def __init__(self, logits: Sequence[float]) -> None:
        super().__init__()
        self._says = list(logits)
        self.asked = 0

    def logits(self, pairs: Sequence[tuple[Said, Said]]) -> list[float]:
        """Return the next logits."""
        self.asked += len(pairs)
        return [self._says.pop(0) for _ in pairs]


@pytest.fixture(scope="module")
def encoders() -> TwoEncoders:
    return TwoEncoders()


def judge(encoders: TwoEncoders, reader: Recorder, texts: Sequence[Sequence[str]]) -> list[Judged]:
    """Let the gate judge candidates with these texts, the first of which lies nearest by far."""
    message = parts(read(ASKED, "en"), 4)
    candidates = [
        Candidate(
            Stored(VerdictId(number), "en", tuple(claims), ()),
            encoders.encode([*claims, " ".join(claims)]),
            How.WORDS,
            FIRST if number == 1 else SECOND,
        )
        for number, claims in enumerate(texts, start=1)
    ]
    vectors = encoders.encode_asked([part.core for part in message], english=True)
    return Gate(reader).judge(message, vectors, candidates, "en", hope_among(candidates, 10_000))


def test_who_stands_behind_what_is_not_the_claim_is_not_read(encoders: TwoEncoders) -> None:
    reader = Recorder([NO])

    judged = judge(encoders, reader, [[CLAIM], [CLAIM]])

    assert reader.asked == 1
    assert max(one.probability for one in judged) < 0.5


def test_who_stands_behind_the_claim_is_read_as_it_may_be_another_check_of_it(encoders: TwoEncoders) -> None:
    reader = Recorder([YES, YES])

    judged = judge(encoders, reader, [[CLAIM], [CLAIM]])

    assert reader.asked == 2
    assert min(one.probability for one in judged) > 0.9


def test_what_was_found_to_be_the_claim_is_not_read_in_other_words(encoders: TwoEncoders) -> None:
    title = "Elmsworth's mayor sold the town forest to a mining company"
    sure, unsure = Recorder([YES]), Recorder([NO, YES])

    [once] = judge(encoders, sure, [[CLAIM, title]])
    [twice] = judge(encoders, unsure, [[CLAIM, title]])

    assert (sure.asked, unsure.asked) == (1, 2)
    assert once.probability == pytest.approx(twice.probability, abs=0.05)
