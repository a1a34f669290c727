"""Sites, their zones, and the units in which ashes rest."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, new_id
from kernel.i18n import _
from kernel.scope import OfInstitution


class SiteKind(StrEnum):
    """Who may be laid to rest there and at what price differs by kind (殡葬管理条例 2026). A tower
    (骨灰塔) is a columbarium in the eyes of the law."""

    COLUMBARIUM = "columbarium"
    COMMERCIAL_COLUMBARIUM = "commercial_columbarium"
    PUBLIC_CEMETERY = "public_cemetery"
    COMMERCIAL_CEMETERY = "commercial_cemetery"
    VILLAGE = "village"
    ECO_AREA = "eco_area"

    @property
    def label(self) -> str:
        return SITE_LABELS[self]


SITE_LABELS = {
    SiteKind.COLUMBARIUM: _("公益性骨灰堂（塔）"),
    SiteKind.COMMERCIAL_COLUMBARIUM: _("经营性骨灰堂（塔）"),
    SiteKind.PUBLIC_CEMETERY: _("公益性公墓"),
    SiteKind.COMMERCIAL_CEMETERY: _("经营性公墓"),
    SiteKind.VILLAGE: _("农村公益性骨灰安放设施"),
    SiteKind.ECO_AREA: _("生态安葬区"),
}


# What the place is called beside its name, where there is little room.
SITE_WORDS = {
    SiteKind.COLUMBARIUM: _("骨灰堂"),
    SiteKind.COMMERCIAL_COLUMBARIUM: _("骨灰堂"),
    SiteKind.PUBLIC_CEMETERY: _("公墓"),
    SiteKind.COMMERCIAL_CEMETERY: _("公墓"),
    SiteKind.VILLAGE: _("安放设施"),
    SiteKind.ECO_AREA: _("生态安葬区"),
}


class UnitKind(StrEnum):
    """What a zone is made of; sea and scattering have no unit."""

    NICHE = "niche"
    WALL = "wall"
    TREE = "tree"
    FLOWER = "flower"
    LAWN = "lawn"
    DEEP = "deep"
    GRAVE = "grave"

    @property
    def label(self) -> str:
        return UNIT_LABELS[self]


UNIT_LABELS = {
    UnitKind.NICHE: _("格位"),
    UnitKind.WALL: _("壁葬位"),
    UnitKind.TREE: _("树葬位"),
    UnitKind.FLOWER: _("花葬位"),
    UnitKind.LAWN: _("草坪葬位"),
    UnitKind.DEEP: _("深埋位"),
    UnitKind.GRAVE: _("墓位"),
}


class Site(OfInstitution, Base):
    """A place where ashes rest."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("institution_id", "name", name="one_site_of_a_name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    visiting_hours: Mapped[str]
    # 批准文件: name and number of the document that let a cemetery be built.
    approval: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return SiteKind(self.kind).label

    @property
    def kind_word(self) -> str:
        return SITE_WORDS[SiteKind(self.kind)]


# 集中安葬 is in the ground and without a grave of one's own (民发〔2016〕21号).
COMMUNAL_KINDS = (UnitKind.TREE, UnitKind.FLOWER, UnitKind.LAWN, UnitKind.DEEP)


class Zone(OfInstitution, Base):
    """墓区: a part of a site, of units of one kind. `communal`: 集中安葬, each of its units holds
    ashes of several families."""

    __tablename__ = "zones"
    __table_args__ = (
        UniqueConstraint("site_id", "name"),
        UniqueConstraint("id", "site_id"),
        UniqueConstraint("id", "communal", name="says_whether_communal"),
        CheckConstraint(
            "NOT communal OR kind IN ('tree', 'flower', 'lawn', 'deep')", name="communal_in_ground"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"))
    name: Mapped[str]
    kind: Mapped[str]
    communal: Mapped[bool] = mapped_column(default=False)

    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What one of its units is called."""
        label = UnitKind(self.kind).label
        return str(_("集中%(unit)s")) % {"unit": label} if self.communal else label


class Unit(OfInstitution, Base):
    """A niche or plot: the last step of zone, row, number.

    `taken` of its `capacity` places hold a portion of ashes. `family_id` is whose it is: the id of
    the right to it or, where there is none, of the case whose ashes came first; a `communal` unit,
    as its zone says, is nobody's. Both change only in cemetery.occupancy; all else only in
    cemetery.ground. `area`: in 0.01 ㎡, `stele_height`: in cm, both None where nobody measured.
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("zone_id", "row", "number"),
        # A unit lies in a zone of its own site.
        ForeignKeyConstraint(["zone_id", "site_id"], ["zones.id", "zones.site_id"]),
        # And is communal as its zone is: so a rule of the row can ask.
        ForeignKeyConstraint(
            ["communal", "zone_id"], ["zones.communal", "zones.id"], onupdate="CASCADE"
        ),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="within_capacity"),
        CheckConstraint("communal OR taken = 0 OR family_id IS NOT NULL", name="of_one_family"),
        CheckConstraint("NOT communal OR family_id IS NULL", name="communal_is_nobodys"),
        CheckConstraint(
            "in_use OR (family_id IS NULL AND taken = 0)", name="nobodys_while_out_of_use"
        ),
        CheckConstraint("in_use = (out_of_use_reason IS NULL)", name="out_of_use_with_a_reason"),
        CheckConstraint("area > 0 AND stele_height >= 0", name="has_a_size"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sites.id"))
    zone_id: Mapped[uuid.UUID]
    row: Mapped[int]
    number: Mapped[int]
    capacity: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)
    family_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    communal: Mapped[bool] = mapped_column(default=False)
    in_use: Mapped[bool] = mapped_column(default=True)
    out_of_use_reason: Mapped[str | None]
    area: Mapped[int | None]
    stele_height: Mapped[int | None]

    # Joined always: a unit that cannot say where it is, is of no use on any page.
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    zone: Mapped[Zone] = relationship(
        lazy="joined",
        innerjoin=True,
        primaryjoin="Unit.zone_id == Zone.id",
        foreign_keys="Unit.zone_id",
    )

    def __str__(self) -> str:
        return f"{self.zone}{self.row}排{self.number}号"

    @property
    def kind_label(self) -> str:
        return self.zone.kind_label
