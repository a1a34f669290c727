"""Everything that changes memorial pages."""

from cemetery.memorials.operations.forgetting import erase_memorial_pieces
from cemetery.memorials.operations.memorials import (
    agree_to_parts,
    open_memorial,
    renew_memorial_key,
    take_down_memorial,
    take_down_my_memorial,
)
from cemetery.memorials.operations.pieces import (
    add_memorial_picture,
    approve_message,
    leave_message,
    pass_piece,
    remove_piece,
    turn_down_piece,
    write_memorial_text,
)

__all__ = [
    "add_memorial_picture",
    "agree_to_parts",
    "approve_message",
    "erase_memorial_pieces",
    "leave_message",
    "open_memorial",
    "pass_piece",
    "remove_piece",
    "renew_memorial_key",
    "take_down_memorial",
    "take_down_my_memorial",
    "turn_down_piece",
    "write_memorial_text",
]
