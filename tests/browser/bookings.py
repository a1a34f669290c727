"""What families of the county have booked, and what they wait for."""

from datetime import timedelta

from booking.answers import Answers
from booking.jobs import move_queues
from booking.models import Booking
from booking.offers import find_offer
from booking.operations import confirm_booking, join_waiting_list, save_answers, start_draft
from funeral.kinds import CrematorType, HallClass
from funeral.operations import lift_closure, report_breakdown
from funeral.queries.closures import list_closures
from hardware.qr import new_token
from kernel import clock
from kernel.people.actors import family
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from tests import world


def book(home: world.Home, name: str, hour: int) -> Booking:
    """As the family's pages do it, for tomorrow."""
    draft = start_draft(institution_id=home.id, token=new_token(), by=family("web"))
    answers = Answers(
        claimant_name="王示梅",
        relation=Relation.CHILD,
        phone="13800138000",
        deceased_name=name,
        identity_kind=IdentityKind.ID_CARD,
        identity_number=world.identity_number(),
        died_on=clock.today().isoformat(),
        household_registration=world.JIAYU,
        waiver_class="resident",
        pick_up_from="嘉鱼县人民医院",
        day=(clock.today() + timedelta(days=1)).isoformat(),
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour).isoformat(),
    )
    draft = save_answers(draft_id=draft.id, answers=answers, by=family("web"))
    offer = find_offer(draft)
    assert offer is not None
    return confirm_booking(draft_id=draft.id, agreed=offer.fingerprint, by=family("web"))


def wait(home: world.Home, days_ahead: int) -> str:
    """For a collecting cremator that is out of use all day."""
    day = clock.today() + timedelta(days=days_ahead)
    report_breakdown(
        resource_id=world.cremator(home, CrematorType.COLLECTING),
        starts_at=clock.day_range(day)[0],
        ends_at=clock.day_range(day)[1],
        reason="更换炉膛",
        by=home.clerk,
    )
    draft = start_draft(institution_id=home.id, token=new_token(), by=family("web"))
    told = Answers(claimant_name="王示梅", relation=Relation.CHILD, phone=world.phone())
    save_answers(draft_id=draft.id, answers=told, by=family("web"))
    entry = join_waiting_list(
        draft_id=draft.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.COLLECTING,
        day=day,
        by=family("web"),
    )
    return entry.token


def offer(home: world.Home) -> None:
    """The first of the two days is free again."""
    closures = list_closures(home.id, clock.now(), clock.now() + timedelta(days=7))
    lift_closure(closure_id=closures[0].id, by=home.clerk)
    move_queues()
