"""Owns what makes two submissions the same question: the words, the signs among them, what came beside few.

"Watch this video" says which claim is meant only together with the video, and "It was -5 degrees" is not "It
was 5 degrees". A long text speaks for itself, under whatever picture and beside whatever link it goes round.
"""

import re
from hashlib import sha256

from claims.links import link_key
from claims.submission import Submission

FEW_WORDS = 8
_BESIDE = "@"
_SIGNED = "~"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# Currencies, percent, raised figures, a minus before a figure, and a flag or an account in place of a word.
_SIGN = re.compile(
    rf"[%‰$¢£¤¥₠-⃀¹²³⁰⁴-⁹]|(?<![^\s(])[-−–](?=[\d.,$£€¥])|{_FLAG}(?=\s?[^\W\d_])|^@\w{{3,32}}(?=\s[^\W\d_])"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_AS_KEPT = str.maketrans("−–@", "--&")


def question_key(fingerprint: str, submission: Submission, said: str) -> str:
    """Return what makes two submissions the same question: the text, else the first link, else the very
    characters, else the first file. `said` is the text without the closing lines of its channel."""
    if fingerprint:
        signed = signs(said)
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


def signs(text: str) -> str:
    """Return the signs of a text that change what its words say, in their order."""
    spoken = " ".join(word for word in text.split() if not _is_link(word))
    found = (sign for sign in _SIGN.finditer(spoken) if _counts(sign))
    return "".join(sign.group() for sign in found).translate(_AS_KEPT).casefold()


def named_by_sign(text: str) -> tuple[str, ...]:
    """Return who is named in a text by a flag ("🇫🇷 won the match") or an account ("@mayor resigned"), in
    their order."""
    found = (sign for sign in _SIGN.finditer(text.strip()) if len(sign.group()) > 1 and _counts(sign))
    return tuple(sign.group().casefold() for sign in found)


def _counts(sign: re.Match[str]) -> bool:
    """Return whether a sign counts: a name where the sentence goes on after it, and it is no ornament."""
    following = sign.string[sign.end() :].lstrip()[:1]
    return len(sign.group()) == 1 or following.islower()


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
