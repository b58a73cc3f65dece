"""The legal-entity base: entities after GB/T 36104, who owns and leads them, their licences."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base import attribute
from models.declaring import Sought, declare_facet, declare_thing
from models.things import Reference

COUNTY = "left(registered_division, 6)"


class EntityAttributes:
    """What departments say of a legal entity."""

    credit_code: Mapped[str | None] = attribute(
        "统一社会信用代码", "Unified credit code", "credit_code", level=1,
        beside={"organization": "organization_code", "registration": "registration_number"},
    )  # fmt: skip
    name: Mapped[str | None] = attribute(
        "机构名称", "Name", "entity_name", level=1, required=True,
        beside={"former": "former_name"},
    )  # fmt: skip
    former_name: Mapped[str | None] = attribute("曾用名称", "Former name", "entity_name", level=1)
    short_name: Mapped[str | None] = attribute("简称", "Short name", "entity_name", level=1)
    english_name: Mapped[str | None] = attribute("英文名称", "English name", "entity_name", level=1)
    registration_number: Mapped[str | None] = attribute(
        "注册号", "Registration number", "registration_number", level=1
    )
    organization_code: Mapped[str | None] = attribute(
        "组织机构代码", "Organisation code", "organization_code", level=1
    )
    tax_number: Mapped[str | None] = attribute("纳税人识别号", "Taxpayer number", "tax_number")
    kind: Mapped[str | None] = attribute(
        "机构类型", "Kind of entity", "code", codes="entity_kind", standard="GB/T 20091", level=1
    )
    state: Mapped[str | None] = attribute(
        "状态", "State", "code", codes="entity_state", standard="GB/T 36104", level=1
    )
    business_type: Mapped[str | None] = attribute(
        "业务类型",
        "Type of business done",
        "code",
        codes="business_type",
        standard="GB/T 36104",
        level=1,
    )
    economic_type: Mapped[str | None] = attribute(
        "经济类型", "Economic type", "code", codes="economic_type", standard="GB/T 12402", level=1
    )
    industry: Mapped[str | None] = attribute(
        "行业", "Industry", "code", codes="industry", standard="GB/T 4754", level=1
    )
    established_date: Mapped[dt.date | None] = attribute(
        "成立日期", "Date established", "date", level=1, rules=("established_date <= valid_from",),
        beside={"period": "established_period"},
    )  # fmt: skip
    cancelled_date: Mapped[dt.date | None] = attribute(
        "注销日期", "Date cancelled", "date", level=1, rules=("cancelled_date >= established_date",)
    )
    term_from: Mapped[dt.date | None] = attribute("经营期限自", "Term from", "date", level=1)
    term_to: Mapped[dt.date | None] = attribute("经营期限至", "Term to", "date", level=1)
    capital: Mapped[Decimal | None] = attribute(
        "注册资本", "Registered capital", "money", level=1, rules=("capital >= 0",)
    )
    currency: Mapped[str | None] = attribute(
        "币种", "Currency", "code", codes="currency", standard="GB/T 12406", level=1
    )
    legal_representative_name: Mapped[str | None] = attribute(
        "法定代表人", "Legal representative", "person_name"
    )
    legal_representative_number: Mapped[str | None] = attribute(
        "法定代表人证件号码", "Number of the legal representative", "citizen_number", level=4
    )
    registering_authority: Mapped[str | None] = attribute(
        "登记机关", "Registering authority", "entity_name", level=1
    )
    competent_authority: Mapped[str | None] = attribute(
        "主管单位", "Competent authority", "entity_name", level=1
    )
    business_scope: Mapped[str | None] = attribute("经营范围", "Business scope", "text", level=1)
    registered_division: Mapped[str | None] = attribute(
        "登记地区划", "Registered division", "division", level=1
    )
    registered_address: Mapped[str | None] = attribute(
        "住所", "Registered place", "address", level=1
    )
    operating_division: Mapped[str | None] = attribute(
        "经营地区划", "Operating division", "division", level=1
    )
    operating_address: Mapped[str | None] = attribute(
        "经营场所", "Operating place", "address", level=1
    )
    postal_code: Mapped[str | None] = attribute("邮政编码", "Postal code", "identifier", level=1)
    phone: Mapped[str | None] = attribute("联系电话", "Telephone", "phone")
    employees: Mapped[int | None] = attribute(
        "从业人数", "Employees", "integer", rules=("employees >= 0",)
    )
    parent_code: Mapped[str | None] = attribute(
        "隶属单位代码", "Credit code of the parent", "credit_code", level=1
    )
    established_period: Mapped[str | None] = attribute(
        "成立年月(日不详)", "Year or month of establishment, where the day is not known",
        "period", level=1, joined=1,
    )  # fmt: skip


class EntityIdentifierAttributes:
    kind: Mapped[str | None] = attribute(
        "代码类型", "Kind of identifier", "code", codes="identifier_kind", level=1
    )
    value: Mapped[str | None] = attribute("代码", "Identifier", "identifier")


class EntityNameAttributes:
    kind: Mapped[str | None] = attribute(
        "名称类型", "Kind of name", "code", codes="name_kind", level=1
    )
    text: Mapped[str | None] = attribute("名称", "Name", "entity_name", level=1)


class EntityRoleAttributes:
    role: Mapped[str | None] = attribute("职务", "Role", "code", codes="entity_role", level=1)
    person_name: Mapped[str | None] = attribute("姓名", "Name", "person_name")
    person_number: Mapped[str | None] = attribute("证件号码", "Number", "citizen_number", level=4)


class EntityPlaceAttributes:
    kind: Mapped[str | None] = attribute(
        "场所类型", "Kind of place", "code", codes="place_kind", level=1
    )
    division_code: Mapped[str | None] = attribute("区划", "Division", "division", level=1)
    address: Mapped[str | None] = attribute("地址", "Address", "address", level=1)


class BranchAttributes:
    parent_code: Mapped[str | None] = attribute(
        "隶属单位代码", "Credit code of the parent", "credit_code", level=1
    )


ENTITY = declare_thing(
    "entity",
    EntityAttributes,
    base="legal_entity",
    zh="法人单位",
    en="Legal entity",
    identifiers={
        "credit_code": "credit_code",
        "registration_number": "registration_number",
        "organization_code": "organization_code",
        "tax_number": "tax_number",
    },
    indexed=("credit_code", "name"),
    sought=(
        Sought("sought_by_representative", ("legal_representative_name", "established_date")),
        Sought("sought_by_county", ("legal_representative_name", COUNTY)),
        Sought("sought_by_phone", ("phone",), "phone is not null"),
    ),
)
ENTITY_IDENTIFIER = declare_facet(
    "entity_identifier",
    EntityIdentifierAttributes,
    of=ENTITY,
    zh="法人代码",
    en="Identifiers of entities",
    key=("kind", "value"),
    indexed=("value",),
    rows=(
        {"kind": "'credit_code'", "value": "credit_code"},
        {"kind": "'registration_number'", "value": "registration_number"},
        {"kind": "'organization_code'", "value": "organization_code"},
        {"kind": "'tax_number'", "value": "tax_number"},
    ),
)
ENTITY_NAME = declare_facet(
    "entity_name",
    EntityNameAttributes,
    of=ENTITY,
    zh="法人名称",
    en="Names of entities",
    key=("kind", "text"),
    indexed=("text",),
    rows=(
        {"kind": "'current'", "text": "name"},
        {"kind": "'former'", "text": "former_name"},
        {"kind": "'short'", "text": "short_name"},
        {"kind": "'english'", "text": "english_name"},
    ),
)
ENTITY_ROLE = declare_facet(
    "entity_role",
    EntityRoleAttributes,
    of=ENTITY,
    zh="法人任职",
    en="Roles of persons in entities",
    key=("role", "person_name"),
    rows=(
        {
            "role": "'legal_representative'",
            "person_name": "legal_representative_name",
            "person_number": "legal_representative_number",
        },
    ),
    references=(Reference("person_id", "person", by="person_number", name="person_name"),),
)
ENTITY_PLACE = declare_facet(
    "entity_place",
    EntityPlaceAttributes,
    of=ENTITY,
    zh="法人场所",
    en="Places of entities",
    key=("kind",),
    rows=(
        {
            "kind": "'registered'",
            "division_code": "registered_division",
            "address": "registered_address",
        },
        {
            "kind": "'operating'",
            "division_code": "operating_division",
            "address": "operating_address",
        },
    ),
    references=(
        Reference("division_id", "division", by="division_code", day="valid_from"),
        Reference("address_id", "address", by="address", on="text"),
    ),
)
BRANCH = declare_facet(
    "branch",
    BranchAttributes,
    of=ENTITY,
    zh="分支机构",
    en="Branches and their parents",
    key=("parent_code",),
    rows=({"parent_code": "parent_code"},),
    references=(Reference("parent_id", "entity", by="parent_code"),),
)


class ShareholdingAttributes:
    """What departments say of a share in an entity."""

    shareholding_number: Mapped[str | None] = attribute(
        "出资记录号", "Number of the shareholding", "identifier", level=1, required=True
    )
    entity_code: Mapped[str | None] = attribute(
        "公司代码", "Credit code of the entity", "credit_code", level=1, required=True
    )
    entity_name: Mapped[str | None] = attribute(
        "公司名称", "Name of the entity", "entity_name", level=1
    )
    holder_kind: Mapped[str | None] = attribute(
        "股东类型", "Kind of holder", "code", codes="holder_kind", level=1
    )
    holder_name: Mapped[str | None] = attribute(
        "股东名称", "Name of the holder", "entity_name", level=1
    )
    holder_number: Mapped[str | None] = attribute(
        "股东证件号码", "Number of the holder", "holder_number", level=4
    )
    amount: Mapped[Decimal | None] = attribute(
        "认缴出资额", "Amount subscribed", "money", level=1, rules=("amount >= 0",)
    )
    currency: Mapped[str | None] = attribute("币种", "Currency", "code", codes="currency", level=1)
    share: Mapped[Decimal | None] = attribute(
        "出资比例", "Share", "ratio", level=1, rules=("share between 0 and 1",)
    )
    subscribed_date: Mapped[dt.date | None] = attribute(
        "认缴日期", "Date subscribed", "date", level=1
    )


SHAREHOLDING = declare_thing(
    "shareholding",
    ShareholdingAttributes,
    base="legal_entity",
    zh="股东出资",
    en="Shareholding",
    key=("shareholding_number",),
    indexed=("entity_code", "holder_number"),
    references=(
        Reference("entity_id", "entity", by="entity_code", name="entity_name"),
        Reference(
            "holder_person_id",
            "person",
            by="holder_number",
            name="holder_name",
            other="holder_entity_id",
        ),
        Reference(
            "holder_entity_id",
            "entity",
            by="holder_number",
            name="holder_name",
            other="holder_person_id",
        ),
    ),
)


class LicenceAttributes:
    """What departments say of a licence."""

    licence_number: Mapped[str | None] = attribute(
        "许可证编号", "Licence number", "identifier", level=1, required=True
    )
    name: Mapped[str | None] = attribute("许可证名称", "Name of the licence", "text", level=1)
    entity_code: Mapped[str | None] = attribute(
        "持证单位代码", "Credit code of the holder", "credit_code", level=1
    )
    entity_name: Mapped[str | None] = attribute("持证单位", "Holder", "entity_name", level=1)
    authority: Mapped[str | None] = attribute(
        "发证机关", "Issuing authority", "entity_name", level=1
    )
    scope: Mapped[str | None] = attribute("许可内容", "Scope", "text", level=1)
    issued_date: Mapped[dt.date | None] = attribute("发证日期", "Date issued", "date", level=1)
    expiry_date: Mapped[dt.date | None] = attribute(
        "有效期至", "Valid until", "date", level=1, rules=("expiry_date >= issued_date",)
    )
    state: Mapped[str | None] = attribute("状态", "State", "code", codes="licence_state", level=1)


LICENCE = declare_thing(
    "licence",
    LicenceAttributes,
    base="legal_entity",
    zh="行政许可",
    en="Licence",
    key=("licence_number",),
    indexed=("entity_code",),
    references=(Reference("entity_id", "entity", by="entity_code", name="entity_name"),),
)
