"""Which ashes wait for their family, and what was tried for one portion."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cemetery.ashes.queries import portions
from cemetery.ashes.saying import say_portion
from cemetery.ashes.uncollected.kinds import BY_DAYS, DUE, Step
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.queries import attempts
from cemetery.ashes.uncollected.queries.waiting import list_uncollected, standings_of
from cemetery.ashes.uncollected.views.blueprint import uncollected
from cemetery.ashes.views.blueprint import KEEPERS, READERS, naming
from cemetery.texting import ASHES
from kernel.people.staff import staff_names
from kernel.texts.queries import list_texts_about
from kernel.web import Form, asker, open_to


@uncollected.get("/uncollected")
@open_to(*READERS)
def list_uncollected_ashes() -> ResponseReturnValue:
    step = request.args.get("step", "")
    page = list_uncollected(
        step=step,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    return render_template(
        "uncollected/list_uncollected_ashes.html",
        page=page,
        step=step,
        steps=DUE,
        requests=attempts.list_requests_together(),
        standings=standings_of([portion.id for portion in page.items]),
        names=portions.names_of(page.items),
        name_of=naming(),
        number_of=portions.number_of,
    )


@uncollected.get("/uncollected/<uuid:portion_id>")
@open_to(*READERS)
def get_uncollected(portion_id: uuid.UUID) -> ResponseReturnValue:
    """Also of ashes that wait no more: what was tried stays on record."""
    portion = portions.get_portion(portion_id)
    standing = standings_of([portion.id]).get(portion.id)
    layings = attempts.list_layings(portion)
    contacts = attempts.list_contacts(portion)
    announcements = attempts.list_announcements(portion)
    who = {each.recorded_by for each in contacts} | {each.recorded_by for each in announcements}
    who |= {name for each in layings for name in _who_decided(each) if name}
    is_ours = asker().role in KEEPERS and portion.institution_id == asker().institution_id
    return render_template(
        "uncollected/get_uncollected.html",
        portion=portion,
        number=portions.number_of(portion),
        name=naming()(portions.name_of(portion)),
        name_of=naming(),
        now=say_portion(portion, naming()),
        standing=standing,
        is_due=standing is not None and standing.step is Step.REST,
        steps=list(reversed(BY_DAYS.items())),
        contacts=contacts,
        texts=list_texts_about(ASHES, portion.id),
        announcements=announcements,
        layings=layings,
        laying=attempts.find_laying(portion, standing.since) if standing else None,
        clerks=staff_names(who),
        may_act=is_ours and standing is not None,
        me=str(asker()),
        new_form=Form,
    )


def _who_decided(laying: UncollectedLaying) -> tuple[str | None, ...]:
    return laying.asked_by, laying.approved_by, laying.stopped_by
