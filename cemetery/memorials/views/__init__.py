"""The pages of memorials: for visitors, the family, the desk, and who looks at what is sent in."""

from cemetery.memorials.views import desk, family, family_pieces, public, queue
from cemetery.memorials.views.blueprint import memorials
from cemetery.memorials.views.desk import memorial_panel

__all__ = ["desk", "family", "family_pieces", "memorial_panel", "memorials", "public", "queue"]
