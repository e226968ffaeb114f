"""What an entry of the audit log changed."""

from claims.audit import AuditEntry, changes
from tests.support.builders import NOON


def test_only_what_differs_is_a_change() -> None:
    entry = AuditEntry(
        id=1,
        at=NOON,
        actor="moderator:9",
        act="took",
        subject="item:1",
        before={"state": "open", "holder": None, "gone": 1},
        after={"state": "open", "holder": 9, "new": [2]},
    )

    assert changes(entry) == {"holder": (None, 9), "gone": (1, None), "new": (None, [2])}


def test_an_act_without_values_changes_nothing() -> None:
    assert changes(AuditEntry(id=1, at=NOON, actor="asker", act="asked", subject="item:1")) == {}
