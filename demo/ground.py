"""The ground of a demo county: who rests where, by which right, and what is under way about it."""

from demo.burials import lay_to_rest
from demo.keepers import Keepers
from demo.remembered import make_memorials, order_some_plates
from demo.rewards import apply_for_rewards
from demo.rights import add_old_rights
from demo.shelves import count_the_shelves, wait_for_a_family
from kernel.places import Institution


def fill_ground(home: Institution) -> None:
    """After the lives, for some of those cremated in the last days are laid to rest."""
    keepers = Keepers.of(home)
    buried = lay_to_rest(keepers)
    add_old_rights(keepers)
    apply_for_rewards(keepers, buried)
    make_memorials(keepers)
    order_some_plates(keepers)
    count_the_shelves(keepers)
    wait_for_a_family(keepers)
