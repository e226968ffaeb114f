"""Owns what makes two submissions the same question: the words, the signs among them, what came beside few.

"Watch this video" says which claim is meant only together with the video, and "It was -5 degrees" is not "It
was 5 degrees". A long text speaks for itself, under whatever picture and beside whatever link it goes round.
"""

import re
import unicodedata
from hashlib import sha256

from claims.links import link_key
from claims.signs import SCRIPTS_WITHOUT_SPACES, Signs, found, named, written
from claims.submission import Submission

FEW_WORDS = 8
_BESIDE = "@"
_SIGNED = "~"
_MOST_SIGNS = 200  # characters of a key; of more, a short form is kept
_UNSPACED = re.compile(f"[{SCRIPTS_WITHOUT_SPACES}]")
# Full width and small forms are read as what they are forms of; raised figures and fractions stay.
_WIDE = re.compile(r"[\uff01-\uff5e\uffe0-\uffe6\ufe50-\ufe6b]")


def question_key(fingerprint: str, submission: Submission, said: str) -> str:
    """Return what makes two submissions the same question: the text, else the first link, else the very
    characters, else the first file. `said` is the text without the closing lines of its channel."""
    if fingerprint:
        signed = signs(said)
        signed = signed if len(signed) <= _MOST_SIGNS else _short(signed)
        beside = _beside(submission, said) if has_few_words(said) else ""
        return (
            fingerprint + (f"{_SIGNED}{signed}" if signed else "") + (f"{_BESIDE}{beside}" if beside else "")
        )
    if submission.links:
        return f"link:{submission.links[0]}"
    bare = submission.text.strip()
    return f"as-is:{bare[:200]}" if bare or not submission.files else f"file:{submission.files[0]}"


def leans(key: str) -> bool:
    """Return whether a question says what it means only together with the file or the link beside it."""
    return re.search(rf"^[0-9a-f]+(?:{_SIGNED}[^{_BESIDE}]*)?{_BESIDE}", key) is not None


def has_few_words(text: str) -> bool:
    """Return whether a text is too short to say by itself which claim it is. Links are no words; in scripts
    without spaces two letters count as one."""
    words = [word for word in text.split() if not _is_link(word) and any(map(str.isalnum, word))]
    unspaced = len(_UNSPACED.findall(" ".join(words)))
    return len(words) + unspaced // 2 <= FEW_WORDS


def is_a_word(text: str) -> bool:
    """Return whether a text is one word at most; in scripts without spaces two letters count as one."""
    letters = sum(map(str.isalnum, _UNSPACED.findall(text)))
    return len(text.split()) <= 1 and letters // 2 <= 1


def signs(text: str) -> str:
    """Return the signs of a text that change what its words say, in their order; with their places where they
    could stand elsewhere."""
    return written(found(_spoken(text)))


def signs_among(raw: str, words: str) -> Signs:
    """Return the signs of a stretch of a cleaned text, `words`: those that it shows, and of those that
    cleaning takes off, what stood in `raw` beside one of its words."""
    return Signs.of(_spoken(words), _spoken(raw))


def named_by_sign(text: str) -> tuple[str, ...]:
    """Return who is named in a text by a flag ("🇫🇷 won the match") or an account ("@mayor resigned"), in
    their order."""
    return tuple(named(_spoken(text)))


def _spoken(text: str) -> str:
    """Return the lines of a text without links, each sign in its everyday form."""
    plain = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide.group()), text.replace("\ufe0f", ""))
    lines = (" ".join(word for word in line.split() if not _is_link(word)) for line in plain.splitlines())
    return "\n".join(line for line in lines if line)


def _beside(submission: Submission, said: str) -> str:
    """Return a short form of what came with the words: the first file, else the first link of its own. The
    link of the channel post that was forwarded is none, for every forward has another."""
    if submission.files:
        return _short(submission.files[0])
    origin = submission.origin_link
    own = (one for one in submission.links if one != origin and (one in said or one not in submission.text))
    link = next(own, "")
    return _short(link_key(link) or link) if link else ""


def _short(value: str) -> str:
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_link(word: str) -> bool:
    return "://" in word or word.lower().startswith("www.")
