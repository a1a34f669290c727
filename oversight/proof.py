"""What the proof of the journal says, in words."""

from kernel.db import db
from kernel.i18n import _
from kernel.journal import JournalEntry
from kernel.operations import say_operation
from kernel.sealing import Broken

REASONS = {
    "missing link": _("链条中缺少这一环"),
    "entry missing": _("记录被删除"),
    "entry changed": _("记录被改动"),
    "seal without its entries": _("封存所指的记录不存在"),
    "signature wrong": _("封存的签名不符"),
    "entry never sealed": _("有一条记录是事后插入的"),
}


def say_broken(broken: Broken) -> str:
    """Where the journal is broken first, and which entry it is, if it is still there."""
    sentence = _("办理记录从第 %(position)s 条起不可信：%(reason)s。") % {
        "position": broken.position,
        "reason": REASONS[broken.reason],
    }
    if broken.entry_id is None:
        return sentence
    entry = db.session.get(JournalEntry, broken.entry_id)
    what = say_operation(entry.operation) if entry else str(_("已不存在"))
    return sentence + _("记录 %(id)s，%(what)s。") % {"id": broken.entry_id, "what": what}
