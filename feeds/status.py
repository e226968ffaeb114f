"""Owns what a status says of a fact-check: that it is published, was taken back, or neither for certain."""

from enum import Enum

from feeds.dates import is_month
from feeds.prose import clean, cut
from feeds.ratings import key


class Status(Enum):
    """What may be done with a fact-check of this status."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"  # not yet, or not at the moment
    UNKNOWN = "unknown"


NAME_THE_COLUMN = (
    ' Write "published" or "withdrawn"; if the column is about something else, give it another name.'
)
_SHOWN = 40
_NOT_NOW = (
    "Its status, “{}”, says that it is not published. Take it in once it is; what was taken in before stays"
    ' until its status is "withdrawn".'
)
_NOT_KNOWN = "Its status, “{}”, is not known, so it is not certain that it is published."


def _keys(*words: str) -> frozenset[str]:
    return frozenset(map(key, words))


_PUBLISHED = _keys(
    *("published", "public", "live", "online", "active", "current", "final", "updated", "corrected"),
    *("publicado", "publicada", "publicados", "activo", "ativo", "publié", "publiée", "en ligne"),
    *("veröffentlicht", "publiziert", "pubblicato", "pubblicata", "опубликовано", "опубликована"),
)
_WITHDRAWN = _keys(
    *("withdrawn", "retracted", "deleted", "removed", "unpublished", "revoked", "rescinded"),
    *(
        "retirado",
        "retirada",
        "retractado",
        "retratado",
        "eliminado",
        "eliminada",
        "despublicado",
        "removido",
    ),
    *("retiré", "retirée", "supprimé", "supprimée", "dépublié", "dépubliée"),
    *("zurückgezogen", "gelöscht", "ritirato", "ritirata", "отозвано", "отозвана", "удалено", "удалена"),
)
_UNPUBLISHED = _keys(
    *("draft", "in review", "under review", "in progress", "pending", "scheduled", "incomplete", "embargoed"),
    *("not published", "not yet published", "to be published", "ready", "on hold", "private", "hidden"),
    *("borrador", "rascunho", "brouillon", "entwurf", "bozza", "черновик", "en revisión", "em revisão"),
    *("en révision", "en cours", "in prüfung", "in bearbeitung", "на проверке", "pendiente", "pendente"),
)
# After "Withdrawn …", these leave open whether it still is.
_UNDOING = _keys(
    *("not", "no", "never", "again", "restored", "reinstated", "republished", "published", "live", "error"),
    *(
        "mistake",
        "mistakenly",
        "accidentally",
        "reverted",
        "undone",
        "requested",
        "request",
        "pending",
        "until",
    ),
)


_BEFORE_DAYS = _keys("on", "since", "at", "the", "of", "am", "el", "le", "il", "em", "de", "del", "seit")


def status_of(written: str) -> Status:
    """Return what a status says. What takes back may be followed by when, by whom or why; what publishes only
    by when."""
    words = key(written)
    if words in _UNPUBLISHED:
        return Status.UNPUBLISHED
    first, *rest = words.split() or [""]
    if words in _PUBLISHED or not words or (first in _PUBLISHED and all(map(_tells_when, rest))):
        return Status.PUBLISHED
    if first in _WITHDRAWN and _UNDOING.isdisjoint(rest):
        return Status.WITHDRAWN
    return Status.UNKNOWN


def why_refused(written: str, advice: str = "") -> str:
    """Return why a fact-check of such a status is not taken in, "" where it is; `advice` is what to do about
    a status that is not known."""
    shown = cut(clean(written), _SHOWN)
    match status_of(written):
        case Status.PUBLISHED | Status.WITHDRAWN:
            return ""
        case Status.UNPUBLISHED:
            return _NOT_NOW.format(shown)
        case Status.UNKNOWN:
            return _NOT_KNOWN.format(shown) + advice


def _tells_when(word: str) -> bool:
    return word[0].isdecimal() or word in _BEFORE_DAYS or is_month(word)
