"""Hold flags and the kind of death."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from funeral import law, operations
from funeral.forms import LiftHoldFlagForm, RecordDeathKindForm, SetHoldFlagForm
from funeral.kinds import DeathKind, FlagKind
from funeral.queries import cases, custody
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.web import asker, open_to


@funeral.route("/cases/<number>/hold", methods=["GET", "POST"])
@open_to(*DESK)
def set_hold_flag(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = SetHoldFlagForm()
    if form.validate_on_submit():
        try:
            operations.set_hold_flag(
                number=case.number,
                kind=FlagKind(form.kind.data),
                reason=form.reason.data or "",
                until=form.until.data,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已设置暂缓火化，解除以前不能入炉。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template("funeral/set_hold_flag.html", case=case, form=form)


@funeral.route("/cases/<number>/hold/<uuid:flag_id>/lift", methods=["GET", "POST"])
@open_to(*DESK)
def lift_hold_flag(number: str, flag_id: uuid.UUID) -> ResponseReturnValue:
    case, flag = cases.get_case(number), custody.get_flag(flag_id)
    form = LiftHoldFlagForm()
    if form.validate_on_submit():
        try:
            operations.lift_hold_flag(
                flag_id=flag.id,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已解除暂缓火化。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template(
        "funeral/lift_hold_flag.html",
        case=case,
        flag=flag,
        kind=FlagKind(flag.kind).label,
        form=form,
    )


@funeral.route("/cases/<number>/death-kind", methods=["GET", "POST"])
@open_to(*DESK)
def record_death_kind(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = RecordDeathKindForm(death_kind=case.death_kind)
    if form.validate_on_submit():
        try:
            operations.record_death_kind(
                number=case.number,
                death_kind=DeathKind(form.death_kind.data),
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("死亡情形已登记。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    rules = {kind: law.rule_for(kind, clock.today()) for kind in DeathKind}
    return render_template(
        "funeral/record_death_kind.html",
        case=case,
        form=form,
        asks={kind.value: {"hint": _asks(rule)} for kind, rule in rules.items()},
    )


def _asks(rule: law.CremationRule) -> str:
    """What this kind of death asks for beyond the three papers everybody has."""
    said = [str(paper.label) for paper in rule.papers[3:]]
    if not rule.farewell_allowed:
        said.append(str(_("不举行遗体告别")))
    if rule.dedicated_cremator:
        said.append(str(_("专用火化机")))
    return "、".join(said)
