"""The pages of rights, all for those who keep niches and plots."""

from cemetery.rights.views import endings, holds, renewals, rights
from cemetery.rights.views.blueprint import rights as rights_pages
from cemetery.rights.views.rights import right_link, right_panel

__all__ = ["endings", "holds", "renewals", "right_link", "right_panel", "rights", "rights_pages"]
