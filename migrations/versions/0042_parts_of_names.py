"""Names are found by their parts in the same index as by their beginnings, the newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0042_parts_of_names"
down_revision = "0041_resting"

# As kernel.people.spellings.parts_of writes them, from what is already folded. Pinyin that keeps a
# character without a reading gives a few parts too many, which find the same people.
PARTS = r"""
    INSERT INTO name_keys (institution_id, key, deceased_id)
    SELECT institution_id, '$' || substr(key, at), deceased_id
    FROM name_keys, generate_series(2, char_length(key)) AS at
    WHERE key ~ '[^\x01-\x7f]'
    ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(PARTS)
    order = ["institution_id", "key", sa.text("deceased_id DESC")]
    op.create_index("newest_first", "name_keys", order, unique=True)
    op.drop_constraint("pk_name_keys", "name_keys")
