"""How a name may stand at the door; which of them stands there, the family alone decides."""

from kernel.i18n import _
from kernel.people.identity import Sex

# Of two characters; all other Han surnames have one.
COMPOUND = {
    *("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯"),
    *("司徒", "端木", "长孙", "宇文", "轩辕", "南宫", "独孤", "呼延", "闻人", "澹台", "钟离"),
}
# A Han name has at most four characters; a longer one may have no surname at all.
LONGEST_HAN = 4
ADDRESSES = {Sex.MALE.value: _("%(surname)s先生"), Sex.FEMALE.value: _("%(surname)s女士")}


def wordings_of(name: str, sex: str) -> list[str]:
    """The full name, then surname and address where both are sure; nothing for the unnamed.

    蒙古族 names such as 巴特尔 may not begin with a surname, so the desk can type what the family
    wants instead.
    """
    if not name:
        return []
    address = ADDRESSES.get(sex)
    if address is None or len(name) > LONGEST_HAN or "·" in name:
        return [name]
    surname = name[:2] if name[:2] in COMPOUND and len(name) > len("欧阳") else name[:1]
    return [name, str(address) % {"surname": surname}]
