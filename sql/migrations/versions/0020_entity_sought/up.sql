-- A name that was abbreviated or mistyped is no key: who represents an entity since when, in which
-- county, and its telephone are.
CREATE INDEX ix_entity_sought_by_representative ON legal_entity.entity (legal_representative_name, established_date);
CREATE INDEX ix_entity_sought_by_county ON legal_entity.entity (legal_representative_name, (left(registered_division, 6)));
CREATE INDEX ix_entity_sought_by_phone ON legal_entity.entity (phone) WHERE phone is not null;
