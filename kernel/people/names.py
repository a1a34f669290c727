"""Names as they stand where anybody may read along."""

MOST_STARS = 2


def masked_name(name: str) -> str:
    """ "张三" → "张*", longer names "张**"; nobody is told how long a name is."""
    return name[:1] + "*" * max(1, min(len(name) - 1, MOST_STARS)) if name else ""
