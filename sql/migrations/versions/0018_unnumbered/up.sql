-- A line whose number is trusted looks only among masters without one: a few in any stock, so that
-- what is read of them stays in memory however many others there are.
CREATE INDEX ix_person_sought_unnumbered_by_birth ON population.person (birth_date, (left(name, 1)), (left(coalesce(registered_division, residence_division), 4))) WHERE citizen_number is null;
CREATE INDEX ix_person_sought_unnumbered_by_name ON population.person (name, birth_date) WHERE citizen_number is null;
CREATE INDEX ix_person_sought_unnumbered_by_phone ON population.person (phone) WHERE citizen_number is null;
