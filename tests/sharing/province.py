"""A handful of masters with history: the least that shows what a department may and may not see."""

from __future__ import annotations

from psycopg2 import sql
from sqlalchemy import Connection

from runtime.database import execute

NUMBER = "990101199001011234"
OTHER_NUMBER = "990301198505050018"
CODE = "91990101MA00000012"

# Known time: what was learnt on 1 February stood until 1 March; on 1 March we learnt of a move
# that had taken place on 15 February.
PERSONS = """
INSERT INTO population.person (master_id, claims, citizen_number, name, sex, birth_date, phone,
    registered_division, residence_address, valid_from, known_from, delivery_id)
VALUES
    (1, '{}', '990101199001011234', '张三丰', '1', '1990-01-01', '13812345678',
        '990102000000', '甲省乙市丙县丁路3号', '2026-02-15', '2026-03-01 00:00+08', 2),
    (2, '{}', '990301198505050018', '李四', '2', '1985-05-05', NULL,
        '990301000000', NULL, '2026-01-01', '2026-02-01 00:00+08', 1);
INSERT INTO population.person_history (master_id, claims, citizen_number, name, sex, birth_date,
    registered_division, valid_from, valid_to, known_from, known_to, delivery_id)
VALUES
    (1, '{}', '990101199001011234', '张三丰', '1', '1990-01-01',
        '990101000000', '2026-01-01', 'infinity', '2026-02-01 00:00+08', '2026-03-01 00:00+08', 1),
    (1, '{}', '990101199001011234', '张三丰', '1', '1990-01-01',
        '990101000000', '2026-01-01', '2026-02-15', '2026-03-01 00:00+08', 'infinity', 2);
INSERT INTO population.person_identity (master_id, merged_into, known_from, delivery_id)
VALUES (1, NULL, '2026-02-01', 1), (2, NULL, '2026-02-01', 1), (3, 4, '2026-02-01', 1),
    (4, 1, '2026-02-01', 1);
"""
ENTITIES = """
INSERT INTO legal_entity.entity (master_id, claims, credit_code, name, capital,
    legal_representative_name, legal_representative_number, registered_division,
    valid_from, known_from, delivery_id)
VALUES (11, '{}', '91990101MA00000012', '甲市乙商贸有限公司', 1234567.8900,
    '张三丰', '990101199001011234', '990101000000', '2026-01-01', '2026-02-01 00:00+08', 1);
INSERT INTO legal_entity.shareholding (master_id, claims, shareholding_number, entity_code,
    entity_id, holder_kind, holder_name, holder_number, holder_person_id, share,
    valid_from, known_from, delivery_id)
VALUES
    (21, '{}', 'S1', '91990101MA00000012', 11, '1', '张三丰', '990101199001011234', 1, 0.6,
        '2026-01-01', '2026-02-01 00:00+08', 1),
    (22, '{}', 'S2', '91990101MA00000012', 11, '1', '李四', '990301198505050018', 2, 0.4,
        '2026-01-01', '2026-02-01 00:00+08', 1);
"""
PARCELS = """
INSERT INTO spatial.parcel (master_id, claims, parcel_code, division_code, area, shape,
    valid_from, known_from, delivery_id)
SELECT 30 + n, '{}', 'P' || n, '990' || n || '01000000', 100 * n,
    ST_Multi(ST_MakeEnvelope(100 + n, 30, 100.5 + n, 30.5, 4490)),
    '2026-01-01', '2026-02-01 00:00+08', 1
FROM generate_series(1, 3) n;
INSERT INTO spatial.natural_resource (master_id, claims, resource_code, kind, division_code,
    valid_from, known_from, delivery_id)
VALUES (41, '{}', 'N1', 'forest', '990101000000', '2026-01-01', '2026-02-01 00:00+08', 1),
    (42, '{}', 'N2', 'mineral', '990101000000', '2026-01-01', '2026-02-01 00:00+08', 1),
    (43, '{}', 'N3', 'forest', '990301000000', '2026-01-01', '2026-02-01 00:00+08', 1);
"""


def settle(connection: Connection) -> None:
    """Put the masters into an empty database."""
    for statements in (PERSONS, ENTITIES, PARCELS):
        execute(connection, sql.SQL(statements))
