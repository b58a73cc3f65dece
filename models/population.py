"""The population base: persons, households, and what follows from what is said of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.base import attribute
from models.declaring import Sought, declare_facet, declare_thing
from models.things import Reference

# What candidates for a match share, in the words of matching/lookups/person.yaml.
PREFECTURE = "left(coalesce(registered_division, residence_division), 4)"
DAY = "(extract(month from birth_date) * 100 + extract(day from birth_date))::int"
UNNUMBERED = "citizen_number is null"


class PersonAttributes:
    """What departments say of a person."""

    citizen_number: Mapped[str | None] = attribute(
        "公民身份号码", "Citizen number", "citizen_number", level=4
    )
    name: Mapped[str | None] = attribute(
        "姓名", "Name", "person_name", level=3, required=True, beside={"former": "former_name"}
    )
    former_name: Mapped[str | None] = attribute("曾用名", "Former name", "person_name", level=3)
    latin_name: Mapped[str | None] = attribute(
        "拼写姓名", "Name in Latin letters", "person_name", level=3
    )
    script_name: Mapped[str | None] = attribute(
        "民族文字姓名", "Name in a minority script", "person_name", level=3
    )
    sex: Mapped[str | None] = attribute("性别", "Sex", "code", codes="sex", standard="GB/T 2261.1")
    birth_date: Mapped[dt.date | None] = attribute(
        "出生日期", "Date of birth", "date", level=3,
        rules=("birth_date >= date '1880-01-01'", "birth_date <= valid_from"),
        beside={"period": "birth_period"},
    )  # fmt: skip
    death_date: Mapped[dt.date | None] = attribute(
        "死亡日期", "Date of death", "date", level=3, rules=("death_date >= birth_date",),
        beside={"period": "death_period"},
    )  # fmt: skip
    ethnic_group: Mapped[str | None] = attribute(
        "民族", "Ethnic group", "code", codes="ethnic_group", standard="GB/T 3304", level=3
    )
    nationality: Mapped[str | None] = attribute(
        "国籍", "Nationality", "code", codes="country", standard="GB/T 2659"
    )
    marital_status: Mapped[str | None] = attribute(
        "婚姻状况",
        "Marital status",
        "code",
        codes="marital_status",
        standard="GB/T 2261.2",
        level=3,
    )
    native_place: Mapped[str | None] = attribute("籍贯", "Native place", "division")
    birth_place: Mapped[str | None] = attribute("出生地", "Place of birth", "division")
    passport_number: Mapped[str | None] = attribute(
        "护照号码", "Passport number", "identifier", level=4
    )
    permit_number: Mapped[str | None] = attribute(
        "居住证号码", "Residence permit number", "identifier", level=4
    )
    household_number: Mapped[str | None] = attribute(
        "户号", "Household number", "identifier", level=3
    )
    household_relation: Mapped[str | None] = attribute(
        "与户主关系", "Relation to head of household", "code", codes="household_relation",
        standard="GB/T 4761",
    )  # fmt: skip
    registered_division: Mapped[str | None] = attribute(
        "户籍地区划", "Registered division", "division"
    )
    registered_address: Mapped[str | None] = attribute(
        "户籍地址", "Registered address", "address", level=3
    )
    residence_division: Mapped[str | None] = attribute(
        "现居住地区划", "Division of residence", "division"
    )
    residence_address: Mapped[str | None] = attribute(
        "现居住地址", "Address of residence", "address", level=3
    )
    phone: Mapped[str | None] = attribute("联系电话", "Telephone", "phone", level=3)
    education_level: Mapped[str | None] = attribute(
        "文化程度", "Education", "code", codes="education", standard="GB/T 4658"
    )
    school_name: Mapped[str | None] = attribute("学校", "School", "entity_name")
    school_roll_number: Mapped[str | None] = attribute(
        "学籍号", "School roll number", "identifier", level=3
    )
    occupation: Mapped[str | None] = attribute("职业", "Occupation", "text")
    employer_name: Mapped[str | None] = attribute("工作单位", "Employer", "entity_name")
    employer_code: Mapped[str | None] = attribute(
        "单位代码", "Employer's credit code", "credit_code"
    )
    insurance_number: Mapped[str | None] = attribute(
        "社会保障号码", "Social insurance number", "identifier", level=4
    )
    insurance_kind: Mapped[str | None] = attribute(
        "险种", "Kind of insurance", "code", codes="insurance_kind"
    )
    insurance_state: Mapped[str | None] = attribute(
        "参保状态", "State of insurance", "code", codes="insurance_state"
    )
    birth_period: Mapped[str | None] = attribute(
        "出生年月(日不详)", "Year or month of birth, where the day is not known", "period",
        level=3, joined=1,
    )  # fmt: skip
    death_period: Mapped[str | None] = attribute(
        "死亡年月(日不详)", "Year or month of death, where the day is not known", "period",
        level=3, joined=2,
    )  # fmt: skip


class PersonIdentifierAttributes:
    kind: Mapped[str | None] = attribute(
        "证件类型", "Kind of identifier", "code", codes="identifier_kind"
    )
    value: Mapped[str | None] = attribute("证件号码", "Identifier", "identifier", level=4)


class PersonNameAttributes:
    kind: Mapped[str | None] = attribute("姓名类型", "Kind of name", "code", codes="name_kind")
    text: Mapped[str | None] = attribute("姓名", "Name", "person_name", level=3)


class HouseholdMemberAttributes:
    household_number: Mapped[str | None] = attribute(
        "户号", "Household number", "identifier", level=3
    )
    relation: Mapped[str | None] = attribute(
        "与户主关系", "Relation to head of household", "code", codes="household_relation",
        standard="GB/T 4761",
    )  # fmt: skip


class ResidenceAttributes:
    kind: Mapped[str | None] = attribute(
        "住址类型", "Kind of residence", "code", codes="residence_kind"
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division")
    address: Mapped[str | None] = attribute("住址", "Address", "address", level=3)


class EducationAttributes:
    level: Mapped[str | None] = attribute(
        "文化程度", "Education", "code", codes="education", standard="GB/T 4658"
    )
    school_name: Mapped[str | None] = attribute("学校", "School", "entity_name")
    roll_number: Mapped[str | None] = attribute(
        "学籍号", "School roll number", "identifier", level=3
    )


class OccupationAttributes:
    employer_name: Mapped[str | None] = attribute("工作单位", "Employer", "entity_name")
    employer_code: Mapped[str | None] = attribute(
        "单位代码", "Employer's credit code", "credit_code"
    )
    occupation: Mapped[str | None] = attribute("职业", "Occupation", "text")


class SocialInsuranceAttributes:
    number: Mapped[str | None] = attribute(
        "社会保障号码", "Social insurance number", "identifier", level=4
    )
    kind: Mapped[str | None] = attribute(
        "险种", "Kind of insurance", "code", codes="insurance_kind"
    )
    state: Mapped[str | None] = attribute(
        "参保状态", "State of insurance", "code", codes="insurance_state"
    )


PERSON = declare_thing(
    "person",
    PersonAttributes,
    base="population",
    zh="自然人",
    en="Person",
    identifiers={
        "citizen_number": "citizen_number",
        "passport": "passport_number",
        "permit": "permit_number",
    },
    indexed=("citizen_number", "name", "birth_date"),
    sought=(
        Sought("sought_by_name", ("name", "birth_date", PREFECTURE)),
        Sought("sought_by_day", ("name", DAY)),
        Sought("sought_by_surname", ("birth_date", "left(name, 1)", UNNUMBERED, PREFECTURE)),
        Sought("sought_by_given_name", ("birth_date", "substr(name, 2)")),
        Sought("sought_by_long_name", ("birth_date", PREFECTURE), "length(name) > 3"),
        Sought("sought_by_former_name", ("former_name", "birth_date"), "former_name is not null"),
        Sought("sought_by_phone", ("phone",), "phone is not null"),
        Sought(
            "sought_unnumbered_by_birth", ("birth_date", "left(name, 1)", PREFECTURE), UNNUMBERED
        ),
        Sought("sought_unnumbered_by_given_name", ("birth_date", "substr(name, 2)"), UNNUMBERED),
        Sought("sought_unnumbered_by_name", ("name", "birth_date"), UNNUMBERED),
        Sought("sought_unnumbered_by_day", ("name", DAY), UNNUMBERED),
        Sought("sought_unnumbered_by_phone", ("phone",), UNNUMBERED),
    ),
)
PERSON_IDENTIFIER = declare_facet(
    "person_identifier",
    PersonIdentifierAttributes,
    of=PERSON,
    zh="自然人证件",
    en="Identifiers of persons",
    key=("kind", "value"),
    indexed=("value",),
    rows=(
        {"kind": "'citizen_number'", "value": "citizen_number"},
        {"kind": "'passport'", "value": "passport_number"},
        {"kind": "'permit'", "value": "permit_number"},
    ),
)
PERSON_NAME = declare_facet(
    "person_name",
    PersonNameAttributes,
    of=PERSON,
    zh="自然人姓名",
    en="Names of persons",
    key=("kind", "text"),
    indexed=("text",),
    rows=(
        {"kind": "'current'", "text": "name"},
        {"kind": "'former'", "text": "former_name"},
        {"kind": "'latin'", "text": "latin_name"},
        {"kind": "'script'", "text": "script_name"},
    ),
)
HOUSEHOLD_MEMBER = declare_facet(
    "household_member",
    HouseholdMemberAttributes,
    of=PERSON,
    zh="户成员",
    en="Members of households",
    key=("household_number",),
    rows=({"household_number": "household_number", "relation": "household_relation"},),
    references=(Reference("household_id", "household", by="household_number"),),
)
RESIDENCE = declare_facet(
    "residence",
    ResidenceAttributes,
    of=PERSON,
    zh="住址",
    en="Residences of persons",
    key=("kind",),
    rows=(
        {
            "kind": "'registered'",
            "division_code": "registered_division",
            "address": "registered_address",
        },
        {"kind": "'actual'", "division_code": "residence_division", "address": "residence_address"},
    ),
    references=(
        Reference("division_id", "division", by="division_code", day="valid_from"),
        Reference("address_id", "address", by="address", on="text"),
    ),
)
EDUCATION = declare_facet(
    "education",
    EducationAttributes,
    of=PERSON,
    zh="教育经历",
    en="Education of persons",
    key=("level", "school_name"),
    rows=(
        {
            "level": "education_level",
            "school_name": "school_name",
            "roll_number": "school_roll_number",
        },
    ),
)
OCCUPATION = declare_facet(
    "occupation",
    OccupationAttributes,
    of=PERSON,
    zh="从业情况",
    en="Occupations of persons",
    key=("employer_name",),
    rows=(
        {
            "employer_name": "employer_name",
            "employer_code": "employer_code",
            "occupation": "occupation",
        },
    ),
    references=(Reference("employer_id", "entity", by="employer_code", name="employer_name"),),
)
SOCIAL_INSURANCE = declare_facet(
    "social_insurance",
    SocialInsuranceAttributes,
    of=PERSON,
    zh="社会保险",
    en="Social insurance of persons",
    key=("number", "kind"),
    rows=({"number": "insurance_number", "kind": "insurance_kind", "state": "insurance_state"},),
)


class HouseholdAttributes:
    """What departments say of a household."""

    household_number: Mapped[str | None] = attribute(
        "户号", "Household number", "identifier", level=3, required=True
    )
    kind: Mapped[str | None] = attribute(
        "户类型", "Kind of household", "code", codes="household_kind"
    )
    head_name: Mapped[str | None] = attribute(
        "户主姓名", "Name of the head", "person_name", level=3
    )
    head_number: Mapped[str | None] = attribute(
        "户主身份号码", "Citizen number of the head", "citizen_number", level=4
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division")
    address: Mapped[str | None] = attribute("住址", "Address", "address", level=3)


HOUSEHOLD = declare_thing(
    "household",
    HouseholdAttributes,
    base="population",
    zh="户",
    en="Household",
    key=("household_number",),
    indexed=("household_number",),
    references=(
        Reference("head_id", "person", by="head_number", name="head_name"),
        Reference("division_id", "division", by="division_code", day="valid_from"),
        Reference("address_id", "address", by="address", on="text"),
    ),
)
