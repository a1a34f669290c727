"""The pages of sites, zones and units, with who opens them and what stands in their addresses."""

from kernel.people.actors import Role
from tests.browser.county import County
from tests.browser.visits import Visit


def _site(county: County) -> dict[str, object]:
    return {"site_id": county.grounded.site_id}


def _zone(county: County) -> dict[str, object]:
    return {"zone_id": county.grounded.zone_id}


def _unit(county: County) -> dict[str, object]:
    return _zone(county) | {"row": 2, "number": 3}


GROUND_VISITS = (
    Visit("ground.list_sites", Role.OFFICER),
    Visit("ground.add_site", Role.ADMINISTRATOR),
    Visit("ground.get_site", Role.ADMINISTRATOR, _site),
    Visit("ground.change_site", Role.ADMINISTRATOR, _site),
    Visit("ground.list_units", Role.COLUMBARIUM, _site),
    Visit("ground.add_zone", Role.ADMINISTRATOR, _site),
    Visit("ground.get_zone", Role.ADMINISTRATOR, _unit),
    Visit("ground.extend_zone", Role.ADMINISTRATOR, _zone),
    Visit("ground.change_communal", Role.ADMINISTRATOR, _zone),
    Visit("ground.change_units", Role.ADMINISTRATOR, _unit),
    Visit("ground.stage_unit_import", Role.ADMINISTRATOR, _site),
    Visit(
        "ground.get_unit_import",
        Role.ADMINISTRATOR,
        lambda county: {"import_id": county.grounded.import_id},
    ),
)
