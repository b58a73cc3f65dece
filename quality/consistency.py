"""Rules between attributes of one row, which no single entry of the dictionary can say."""

from __future__ import annotations

from typing import Final

from quality.rules import Holds, Rule


def _rule(name: str, condition: str, shows: tuple[str, ...], zh: str, en: str) -> Rule:
    check = Holds(condition, shows)
    return Rule(f"consistent:{name}", None, "consistency", "warning", check, zh, en)


# The area on the ellipsoid, to within the bound that follows. In degrees a shape is as large as on
# the plane; a square degree of it measures k(φ) = a²(1-e²)(π/180)² · cos φ / (1 - e² sin² φ)², here
# as a series cut at 4e-5 of the whole. Its southern edge stands for all of it.
FLAT_AREA = (
    "ST_Area(shape) * 1.2309072e10 * (1.00334719 * cos(radians(ST_YMin(shape)))"
    " - 0.00334719 * cos(radians(3 * ST_YMin(shape))))"
)
# How far that may be off, up to 75° from the equator. With L degrees around, a shape is at most
# L²/4π large, thus 9.8e8 L² square metres. Of these may be wrong: what the series leaves out, and
# more than as much again for rounding; 1.02 π/180 a degree between its edges, as k falls no faster;
# and what lies between a geodesic and the straight line on the map, which bends by less than
# 1.2 tan 75° / 6.33e6 a metre, so that an edge of length l has at most a twelfth of that by l³
# beside it, and all edges, none longer than L/2, together a quarter of L³.
FLAT_AREA_OFF = (
    "9.8e8 * ST_Perimeter(shape) ^ 2 * (1e-4 + 0.018 * (ST_YMax(shape) - ST_YMin(shape))"
    " + 0.022 * ST_Perimeter(shape))"
)
_ALLOWED = "greatest(0.05 * area, 10)"
# Ring by ring: where edges are geodesics a hole may be larger than the sliver it lies in, and asked
# for the whole, PostGIS fails.
ON_ELLIPSOID: Final = (
    "(SELECT sum(CASE ring.path[1] WHEN 0 THEN 1 ELSE -1 END * ST_Area(ring.geom::geography))"
    " FROM ST_Dump(shape) part, ST_DumpRings(part.geom) ring)"
)
EXACT_AREA: Final = f"abs({ON_ELLIPSOID} - area) <= {_ALLOWED}"
# Most shapes are near enough to what is stated to be sure without asking for the exact area.
_AREA = (
    "CASE WHEN ST_YMin(shape) > -75 AND ST_YMax(shape) < 75"
    f" AND abs({FLAT_AREA} - area) + {FLAT_AREA_OFF} < {_ALLOWED} THEN true ELSE {EXACT_AREA} END"
)


def _area(zh: str) -> Rule:
    return _rule(
        "area",
        _AREA,
        ("shape", "area"),
        f"填报的{zh}与图形面积相差不应超过 5%",
        "The area that is stated must be within 5 % of the shape's",
    )


CONSISTENCY: Final[dict[str, tuple[Rule, ...]]] = {
    "person": (
        _rule(
            "born",
            "substr(citizen_number, 7, 8) = to_char(birth_date, 'YYYYMMDD')",
            ("citizen_number", "birth_date"),
            "身份号码中的出生日期应与出生日期一致",
            "The birth date within the citizen number must be the date of birth",
        ),
        _rule(
            "sex",
            "sex not in ('1', '2')"
            " or (mod(ascii(substr(citizen_number, 17, 1)) - 48, 2) = 1) = (sex = '1')",
            ("citizen_number", "sex"),
            "身份号码中的性别应与性别一致",
            "The sex within the citizen number must be the sex",
        ),
    ),
    "entity": (
        _rule(
            "organization_code",
            "substr(credit_code, 9, 9) = organization_code",
            ("credit_code", "organization_code"),
            "统一社会信用代码第 9–17 位应为组织机构代码",
            "Characters 9 to 17 of the credit code must be the organisation code",
        ),
    ),
    "division": (
        _rule(
            "parent",
            "parent_code <> code",
            ("code", "parent_code"),
            "行政区划不应是自己的上级",
            "A division must not be its own parent",
        ),
    ),
    "parcel": (
        _rule(
            "division",
            "left(parcel_code, 6) = left(division_code, 6)",
            ("parcel_code", "division_code"),
            "宗地代码前 6 位应为所在县级区划代码",
            "A parcel's code must begin with its county's",
        ),
        _area("宗地面积"),
    ),
    "real_estate_unit": (
        _rule(
            "parcel",
            "left(unit_code, 19) = parcel_code",
            ("unit_code", "parcel_code"),
            "不动产单元号前 19 位应为宗地代码",
            "A unit's code must begin with its parcel's",
        ),
    ),
    "natural_resource": (_area("面积"),),
}
