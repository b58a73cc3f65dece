CREATE INDEX ix_person_name_unnumbered ON population.person (name) WHERE citizen_number IS NULL;
CREATE INDEX ix_person_birth_date_unnumbered ON population.person (birth_date) WHERE citizen_number IS NULL;
