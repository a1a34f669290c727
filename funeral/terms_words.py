"""A home's terms of booking as the sentences families read."""

from collections.abc import Iterator
from datetime import timedelta

from funeral.terms import Terms
from funeral.time_words import say_span
from kernel.i18n import _

NOTHING = timedelta(0)


def say_terms(terms: Terms) -> list[str]:
    """In the order a family needs them: when, how many, changing, giving back, on the day."""
    return [str(sentence) % facts for sentence, facts in _sentences(terms)]


def _sentences(terms: Terms) -> Iterator[tuple[str, dict[str, object]]]:
    if terms.lead > NOTHING:
        yield _("请至少提前 %(span)s预约。"), {"span": say_span(terms.lead)}
    else:
        yield _("当天还空闲的时间也可以预约。"), {}
    yield _("从当天算起，最远可以预约到第 %(days)s 天。"), {"days": terms.days_ahead}
    yield (
        _("选好时间后为您保留 %(span)s，到时没有确认，时间会放开。"),
        {"span": say_span(terms.hold)},
    )
    if terms.desk_confirms:
        yield _("提交后由殡仪馆确认，确认之前时间也为您留着。"), {}
    yield (
        _("同一个电话最多同时预约 %(claimant)s 个时间，为同一位逝者最多 %(deceased)s 个。"),
        {"claimant": terms.per_claimant, "deceased": terms.per_deceased},
    )
    if terms.changes:
        yield (
            _("预约之后可以更改 %(times)s 次，最晚在开始前 %(span)s。"),
            {"times": terms.changes, "span": say_span(terms.change_until)},
        )
    else:
        yield _("预约之后需要更改的，请与殡仪馆联系。"), {}
    yield (
        _("不再需要的，最晚在开始前 %(span)s取消；再晚请与殡仪馆联系。"),
        {"span": say_span(terms.cancel_until)},
    )
    yield (
        _("别的家庭取消的时间，过 %(least)s到 %(most)s才重新放开，先给候补的家庭。"),
        {"least": say_span(terms.return_from), "most": say_span(terms.return_to)},
    )
    yield _("候补轮到您时，为您保留 %(span)s。"), {"span": say_span(terms.offer)}
    yield (
        _("告别仪式结束后至少 %(least)s火化，最多等候 %(most)s。"),
        {"least": say_span(terms.after_farewell), "most": say_span(terms.longest_wait)},
    )
