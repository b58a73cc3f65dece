"""The population base: births, deaths, marriages, divorces, and the kinship they show."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.base import attribute
from models.declaring import declare_facet, declare_thing
from models.things import Reference


class VitalEventAttributes:
    """What departments say of a birth, death, marriage or divorce."""

    certificate_number: Mapped[str | None] = attribute(
        "证书编号", "Certificate number", "identifier", level=3, required=True
    )
    kind: Mapped[str | None] = attribute(
        "事件类型", "Kind of event", "code", codes="vital_event", required=True
    )
    event_date: Mapped[dt.date | None] = attribute(
        "发生日期",
        "Date of the event",
        "date",
        required=True,
        rules=("event_date <= valid_from + 1",),
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division")
    place: Mapped[str | None] = attribute("地点", "Place", "text")
    person_name: Mapped[str | None] = attribute(
        "当事人姓名", "Name of the person", "person_name", level=3
    )
    person_number: Mapped[str | None] = attribute(
        "当事人身份号码", "Citizen number of the person", "citizen_number", level=4
    )
    spouse_name: Mapped[str | None] = attribute(
        "配偶姓名", "Name of the spouse", "person_name", level=3
    )
    spouse_number: Mapped[str | None] = attribute(
        "配偶身份号码", "Citizen number of the spouse", "citizen_number", level=4
    )
    mother_name: Mapped[str | None] = attribute(
        "母亲姓名", "Name of the mother", "person_name", level=3
    )
    mother_number: Mapped[str | None] = attribute(
        "母亲身份号码", "Citizen number of the mother", "citizen_number", level=4
    )
    father_name: Mapped[str | None] = attribute(
        "父亲姓名", "Name of the father", "person_name", level=3
    )
    father_number: Mapped[str | None] = attribute(
        "父亲身份号码", "Citizen number of the father", "citizen_number", level=4
    )


class KinshipAttributes:
    kind: Mapped[str | None] = attribute("亲属关系", "Kind of kinship", "code", codes="kinship")
    person_number: Mapped[str | None] = attribute(
        "本人身份号码", "Citizen number of the person", "citizen_number", level=4
    )
    relative_number: Mapped[str | None] = attribute(
        "亲属身份号码", "Citizen number of the relative", "citizen_number", level=4
    )
    relative_name: Mapped[str | None] = attribute(
        "亲属姓名", "Name of the relative", "person_name", level=3
    )
    person_name: Mapped[str | None] = attribute(
        "本人姓名", "Name of the person", "person_name", level=3, joined=1
    )


VITAL_EVENT = declare_thing(
    "vital_event",
    VitalEventAttributes,
    base="population",
    zh="生命事件",
    en="Vital event",
    key=("certificate_number",),
    indexed=("certificate_number",),
    references=(
        Reference("person_id", "person", by="person_number", name="person_name"),
        Reference("spouse_id", "person", by="spouse_number", name="spouse_name"),
    ),
)
KINSHIP = declare_facet(
    "kinship",
    KinshipAttributes,
    of=VITAL_EVENT,
    zh="亲属关系",
    en="Kinship between persons",
    key=("kind", "relative_number"),
    rows=(
        {
            "kind": "'mother'",
            "person_name": "person_name",
            "person_number": "person_number",
            "relative_number": "mother_number",
            "relative_name": "mother_name",
        },
        {
            "kind": "'father'",
            "person_name": "person_name",
            "person_number": "person_number",
            "relative_number": "father_number",
            "relative_name": "father_name",
        },
        {
            "kind": "'spouse'",
            "person_name": "person_name",
            "person_number": "person_number",
            "relative_number": "spouse_number",
            "relative_name": "spouse_name",
        },
    ),
    references=(
        Reference("person_id", "person", by="person_number", name="person_name"),
        Reference("relative_id", "person", by="relative_number", name="relative_name"),
    ),
)
