"""By REST a department sees what it sees by SQL, is told clearly why not, and is written down."""

from __future__ import annotations

from typing import Any

import httpx
import jsonschema
import pytest
from psycopg2 import sql

import audit
from runtime.database import engine, execute, transaction
from sharing import keys
from tests.sharing.conftest import Ask, Service
from tests.sharing.province import CODE, NUMBER

PERSON = "/v1/population/person"
ENTITY = "/v1/legal_entity/entity"
SHAREHOLDING = "/v1/legal_entity/shareholding"
PARCEL = "/v1/spatial/parcel"


def last_entry() -> dict[str, Any]:
    with engine().connect() as connection:
        return audit.entries(connection, kind="access", limit=1)[0]


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["detail"]
    assert told["detail_zh"]
    return told


def test_a_master_is_shown_as_the_agreement_has_it(service: Service) -> None:
    answer = service.get("tax", f"{PERSON}/1")
    assert answer.status_code == 200
    said = answer.json()
    assert said["agreement"] == "tax-registration"
    assert said["master_id"] == 1
    data = said["data"]
    assert data["name"] == "张三丰"
    assert data["citizen_number"] == "990101***********4"
    assert data["birth_date"] == 1990
    assert data["valid_to"] is None
    assert "ethnic_group" not in data
    assert answer.headers["cache-control"] == "no-store"


def test_rest_shows_the_columns_that_sql_shows(service: Service, ask: Ask) -> None:
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = 'person_timeline'::regclass"
    by_sql = {name for (name,) in ask("tax", f"{columns} AND attnum > 0")}
    assert set(service.get("tax", f"{PERSON}/1").json()["data"]) == by_sql


@pytest.mark.parametrize(
    ("valid", "known", "division"),
    [
        ("2026-02-20", "2026-02-20T12:00:00+08:00", "990101000000"),
        ("2026-02-20", "2026-03-02T12:00:00+08:00", "990102000000"),
        ("2026-02-10", "2026-03-02T12:00:00+08:00", "990101000000"),
        ("2026-02-10", "2026-03-02", "990101000000"),
    ],
)
def test_as_of_answers_on_both_axes(
    service: Service, valid: str, known: str, division: str
) -> None:
    said = service.get("tax", f"{PERSON}/1", valid=valid, known=known).json()
    assert said["data"]["registered_division"] == division
    assert said["valid"] == valid


def test_before_anything_was_known_there_is_nothing(service: Service) -> None:
    told = problem(service.get("tax", f"{PERSON}/1", known="2026-01-31T00:00:00+08:00"), 404)
    assert "as known at 2026-01-31 00:00" in told["detail"]


def test_an_entity_is_found_by_its_credit_code(service: Service) -> None:
    said = service.get("tax", ENTITY, credit_code=CODE).json()
    assert (said["count"], said["next"]) == (1, None)
    assert said["items"][0]["legal_representative_number"] == NUMBER
    # Money arrives digit for digit.
    assert "1234567.8900" in service.get("tax", ENTITY, credit_code=CODE).text


def test_pages_are_of_one_moment(service: Service) -> None:
    first = service.get("audit_office", SHAREHOLDING, entity_code=CODE, limit=1).json()
    assert first["count"] == 1
    second = service.get("audit_office", first["next"]).json()
    assert (second["known"], second["next"]) == (first["known"], None)
    found = [page["items"][0]["shareholding_number"] for page in (first, second)]
    assert found == ["S1", "S2"]


def test_a_department_of_pseudonyms_asks_and_is_answered_by_pseudonym(service: Service) -> None:
    share = service.get("audit_office", SHAREHOLDING, entity_code=CODE).json()["items"][0]
    assert NUMBER not in str(share)
    assert share["holder_name"] == "张**"
    person = service.get("audit_office", f"{PERSON}/{share['holder_person_id']}").json()
    assert person["master_id"] == share["holder_person_id"]
    assert person["data"]["citizen_number"] == share["holder_number"]
    by_number = service.get("audit_office", PERSON, citizen_number=share["holder_number"]).json()
    assert by_number["items"] == [person["data"]]
    told = problem(service.get("audit_office", f"{PERSON}/1"), 422)
    assert "no pseudonym" in told["detail"]


def test_a_shape_is_geojson(service: Service) -> None:
    shape = service.get("agriculture", f"{PARCEL}/31").json()["data"]["shape"]
    assert shape["type"] == "MultiPolygon"


def test_a_row_beyond_the_filter_is_as_if_it_were_not(service: Service) -> None:
    problem(service.get("agriculture", f"{PARCEL}/33"), 404)
    assert service.get("agriculture", PARCEL, parcel_code="P3").json()["count"] == 0
    assert service.get("audit_office", f"{PARCEL}/33").status_code == 200


def test_a_merged_master_leads_to_the_one_it_became(service: Service) -> None:
    answer = service.get("tax", f"{PERSON}/3", known="2026-03-02T00:00:00+08:00")
    assert answer.headers["location"].startswith(f"{PERSON}/1?known=2026-03-02")
    assert "3 was merged into 1" in problem(answer, 303)["detail"]
    # Whoever knows pseudonyms cannot learn one by asking for a number.
    problem(service.get("audit_office", f"{PERSON}/3"), 422)


def test_a_facet_is_found_by_its_master(service: Service) -> None:
    assert service.get("tax", "/v1/legal_entity/branch", master_id=11).json()["items"] == []


def test_what_a_department_may_see(service: Service) -> None:
    said = service.get("agriculture", "/v1/me").json()
    assert said["department"] == "agriculture"
    (agreement,) = said["agreements"]
    parcel = next(grant for grant in agreement["grants"] if grant["thing"] == "parcel")
    assert parcel["address"] == PARCEL
    assert parcel["columns"]["shape"] == "plain"
    assert parcel["lookups"] == ["parcel_code", "division_id"]


@pytest.mark.parametrize(
    ("department", "path", "says"),
    [
        ("tax", f"{PARCEL}/31", "no agreement for base spatial; it has: population, legal_entity"),
        ("agriculture", f"{PERSON}/1", "no agreement for base population; it has: spatial"),
        ("tax", f"{SHAREHOLDING}/21", "for shareholding (base legal_entity); it has: person, enti"),
        ("health", f"{PERSON}/1", "no agreement for base population; it has: none"),
    ],
)
def test_without_an_agreement_there_is_a_clear_refusal(
    service: Service, department: str, path: str, says: str
) -> None:
    told = problem(service.get(department, path), 403)
    assert says in told["detail"]
    assert "的共享协议" in told["detail_zh"]
    assert "ask the data-sharing authority" in told["next"]
    assert last_entry()["what"]["outcome"] == "no-agreement"
    assert last_entry()["who"] == department


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer"}, {"X-API-Key": ""}])
def test_without_a_key_there_is_no_entry(service: Service, header: dict[str, str]) -> None:
    answer = service.client.get(f"{PERSON}/1", headers=header)
    assert "X-API-Key" in answer.headers["www-authenticate"]
    assert problem(answer, 401)["type"] == "urn:siku:problem:missing-key"


def test_an_unknown_key_is_refused_and_written_down(service: Service) -> None:
    key = f"siku_{'0' * 8}_{'x' * 43}"
    problem(service.client.get(f"{PERSON}/1", headers={"X-API-Key": key}), 401)
    assert last_entry()["who"] == "(unknown)"
    assert last_entry()["what"]["key"] == "0" * 8
    # The right public part with a wrong secret is no better.
    forged = service.keys["tax"][:-4] + "AAAA"
    problem(service.client.get(f"{PERSON}/1", headers={"X-API-Key": forged}), 401)


def test_a_bearer_token_is_a_key_too(service: Service) -> None:
    header = {"Authorization": f"Bearer {service.keys['tax']}"}
    assert service.client.get(f"{PERSON}/1", headers=header).status_code == 200


def test_a_revoked_key_is_worthless(service: Service) -> None:
    with transaction() as connection:
        key = keys.issue(connection, "tax")
        header = {"X-API-Key": key}
    assert service.client.get("/v1/me", headers=header).status_code == 200
    with transaction() as connection:
        keys.revoke(connection, str(keys.public_part(key)))
    problem(service.client.get("/v1/me", headers=header), 401)


def test_keys_are_not_kept(service: Service) -> None:
    with engine().connect() as connection:
        kept = str(execute(connection, sql.SQL("SELECT * FROM sharing.api_key")).all())
        sealed = str(audit.entries(connection, kind="key"))
    for key in service.keys.values():
        secret = key.split("_", 2)[2]
        assert secret not in kept
        assert secret not in sealed


def test_a_key_kept_on_this_machine_is_issued_once(service: Service) -> None:
    with transaction() as connection:
        file = keys.kept_here(connection, "tax")
    key = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    with transaction() as connection:
        assert keys.kept_here(connection, "tax").read_text() == key
        keys.revoke(connection, str(keys.public_part(key.strip())))
        assert keys.kept_here(connection, "tax").read_text() != key


BAD = [
    (f"{PERSON}/1", {"valid": "31.3.2026"}, "valid is no date like 2026-03-31"),
    (f"{PERSON}/1", {"known": "yesterday"}, "known is no time like"),
    (f"{PERSON}/1", {"known": "2999-01-01"}, "nobody knows yet"),
    (f"{PERSON}/1", {"name": "张三"}, "name is not a parameter here"),
    (f"{PERSON}/one", {}, "no master id"),
    (f"{PERSON}/1 or 1=1", {}, "no master id"),
    (f"{PERSON}/９", {}, "no master id"),
    (f"{PERSON}/{'9' * 30}", {}, "no master id"),
    (PERSON, {}, "give at least one of these to look up by: name"),
    (PERSON, {"citizen_number": NUMBER}, "citizen_number is not a parameter here"),
    (PERSON, {"name": "张三丰", "limit": "1000"}, "no whole number from 1 to 100"),
    (PERSON, {"name": "张三丰", "offset": "-1"}, "no whole number"),
    (PERSON, {"name": "\x00"}, "control characters"),
    ("/v1/legal_entity/branch", {"master_id": "1", "valid": "2026-01-01"}, "without history"),
]


@pytest.mark.parametrize(("path", "query", "says"), BAD)
def test_a_bad_parameter_is_named(
    service: Service, path: str, query: dict[str, str], says: str
) -> None:
    answer = service.get("tax", path, **query)
    assert says in problem(answer, 403 if "history" in says else 422)["detail"]


@pytest.mark.parametrize(
    "text",
    ["' OR 1=1 --", "'; DROP TABLE population.person; --", "%", "$$", '"', "\\", "%(valid)s", "{}"],
)
def test_what_looks_like_sql_is_a_name_nobody_has(service: Service, text: str) -> None:
    assert service.get("tax", ENTITY, name=text).json()["items"] == []
    assert service.get("tax", PERSON, name="张三丰").json()["count"] == 1


def test_an_unknown_thing_is_named_with_those_there_are(service: Service) -> None:
    told = problem(service.get("tax", "/v1/population/persons/1"), 404)
    assert "base population has: person, " in told["detail"]
    assert "bases: population, " in problem(service.get("tax", "/v1/people"), 404)["detail"]


def test_who_looked_is_written_down(service: Service) -> None:
    header = {"X-API-Key": service.keys["tax"], "X-Purpose": "%E6%A0%B8%E9%AA%8C"}
    service.client.get(f"{PERSON}/1", params={"valid": "2026-02-20"}, headers=header)
    entry = last_entry()
    assert entry["who"] == "tax"
    what = entry["what"]
    assert what["masters"] == [1]
    assert what["purpose"] == "核验"
    assert what["agreement"] == "tax-registration"
    assert what["key"] == keys.public_part(service.keys["tax"])
    assert what["outcome"] == "shown"
    assert what["source"] == "127.0.0.1"
    assert what["parameters"]["valid"] == "2026-02-20"


def test_the_purpose_is_the_agreements_unless_said(service: Service) -> None:
    service.get("tax", f"{PERSON}/1")
    assert last_entry()["what"]["purpose"] == "税务登记核验与税收征管"


def test_the_log_names_masters_also_behind_pseudonyms(service: Service) -> None:
    share = service.get("audit_office", SHAREHOLDING, entity_code=CODE).json()["items"][0]
    assert last_entry()["what"]["masters"] == [21, 22]
    service.get("audit_office", f"{PERSON}/{share['holder_person_id']}")
    assert last_entry()["what"]["masters"] == [1]


def test_looking_in_vain_is_written_down_too(service: Service) -> None:
    service.get("tax", f"{PERSON}/999")
    assert last_entry()["what"]["outcome"] == "not-found"
    assert last_entry()["what"]["parameters"]["master_id"] == "999"
    service.get("tax", PERSON, name="无此人")
    assert last_entry()["what"]["outcome"] == "nothing found"
    service.get("tax", PERSON, limit="none")
    assert last_entry()["what"]["outcome"] == "bad-parameter"


def test_the_log_holds_after_all_this(service: Service) -> None:
    with engine().connect() as connection:
        assert audit.verify(connection).sound


def test_the_service_tells_how_it_is(service: Service) -> None:
    assert service.client.get("/healthz").json() == {"status": "ok"}


def test_openapi_is_valid_and_comes_from_the_dictionary(service: Service) -> None:
    said = service.client.get("/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    person = said["components"]["schemas"]["person"]
    jsonschema.Draft202012Validator.check_schema(person)
    assert (
        person["properties"]["sex"]["description"] == "性别 · Sex (GB/T 2261.1) 代码表 codes: sex"
    )
    operation = said["paths"][PERSON + "/{master_id}"]["get"]
    assert {p["name"] for p in operation["parameters"]} == {
        "master_id", "valid", "known", "X-Purpose",
    }  # fmt: skip
    assert set(operation["responses"]) == {"200", "303", "401", "403", "404", "422", "503"}
    ids = [o["operationId"] for path in said["paths"].values() for o in path.values()]
    assert len(ids) == len(set(ids))


def test_answers_are_as_openapi_says(service: Service) -> None:
    said = service.client.get("/openapi.json").json()
    for department, path, schema_path in (
        ("tax", f"{PERSON}/1", PERSON + "/{master_id}"),
        ("audit_office", f"{PARCEL}/31", PARCEL + "/{master_id}"),
    ):
        schema = said["paths"][schema_path]["get"]["responses"]["200"]
        schema = schema["content"]["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator({**schema, "components": said["components"]})
        validator.validate(service.get(department, path).json())


def test_the_reference_page_loads_nothing_from_outside(service: Service) -> None:
    page = service.client.get("/docs").text
    assert "统一社会信用代码" in page
    assert "<script" not in page
    assert "src=" not in page
    assert page.count('href="') == page.count('href="/openapi.json"')
