"""Roles of moderators, and invitations. Whoever was added first owns the desk; the others may do what they
could before, which is an editor's part."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0030"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("moderators", sa.Column("role", sa.Text(), nullable=False, server_default="reviewer"))
    op.execute("UPDATE moderators SET role = 'editor'")
    op.execute(
        "UPDATE moderators SET role = 'owner'"
        " WHERE id = (SELECT id FROM moderators ORDER BY added_at, id LIMIT 1)"
    )
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("invited_by", NUMBER, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitations")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("invitations")
    op.drop_column("moderators", "role")
