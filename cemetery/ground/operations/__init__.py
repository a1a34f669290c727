"""Laying out the ground; each verb is one transaction."""

from cemetery.ground.operations.imports import apply_unit_import, stage_unit_import
from cemetery.ground.operations.sites import add_site, change_site
from cemetery.ground.operations.uses import change_capacity, put_back_in_use, take_out_of_use
from cemetery.ground.operations.zones import add_zone, change_communal, extend_zone

__all__ = [
    "add_site",
    "add_zone",
    "apply_unit_import",
    "change_capacity",
    "change_communal",
    "change_site",
    "extend_zone",
    "put_back_in_use",
    "stage_unit_import",
    "take_out_of_use",
]
