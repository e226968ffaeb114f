"""A fact-check is known by its page, under each of the addresses that lead to it."""

import sqlalchemy as sa
from alembic import op

from claims.links import page_key

revision = "0081"
down_revision = "0092"
branch_labels = None
depends_on = None

_VERDICTS = sa.table("verdicts", sa.column("id"), sa.column("url"), sa.column("claim_key"), sa.column("page"))


def upgrade() -> None:
    """Add the key of the page; of two verdicts that are one by it, the newer one has it."""
    op.add_column("verdicts", sa.Column("page", sa.Text(), server_default="", nullable=False))
    op.drop_index("uq_verdicts_url_claim_key", table_name="verdicts")
    op.drop_index(op.f("ix_verdicts_url"), table_name="verdicts")
    taken: set[tuple[str, str]] = set()
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(_VERDICTS.c.id, _VERDICTS.c.url, _VERDICTS.c.claim_key)
        .where(_VERDICTS.c.url != "")
        .order_by(_VERDICTS.c.id.desc())
    )
    pages = []
    for row in rows:
        key = page_key(row.url)
        page = row.url if (key, row.claim_key) in taken else key
        taken.add((page, row.claim_key))
        pages.append({"the_id": row.id, "the_page": page})
    if pages:
        connection.execute(
            sa.update(_VERDICTS)
            .where(_VERDICTS.c.id == sa.bindparam("the_id"))
            .values(page=sa.bindparam("the_page")),
            pages,
        )
    op.create_index(
        "uq_verdicts_page_claim_key",
        "verdicts",
        ["page", "claim_key"],
        unique=True,
        sqlite_where=sa.text("page <> ''"),
        postgresql_where=sa.text("page <> ''"),
    )
    op.create_index(op.f("ix_verdicts_page"), "verdicts", ["page"])


def downgrade() -> None:
    """Go back to addresses."""
    op.drop_index(op.f("ix_verdicts_page"), table_name="verdicts")
    op.drop_index("uq_verdicts_page_claim_key", table_name="verdicts")
    op.create_index(op.f("ix_verdicts_url"), "verdicts", ["url"])
    op.create_index(
        "uq_verdicts_url_claim_key",
        "verdicts",
        ["url", "claim_key"],
        unique=True,
        sqlite_where=sa.text("url <> ''"),
        postgresql_where=sa.text("url <> ''"),
    )
    op.drop_column("verdicts", "page")
