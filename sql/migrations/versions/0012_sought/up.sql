-- Masters are sought by what a candidate shares with a line, several attributes in one index: what
-- comes back is what is compared, however many masters there are.
CREATE INDEX ix_person_sought_by_name ON population.person (name, birth_date, (left(coalesce(registered_division, residence_division), 4)));
CREATE INDEX ix_person_sought_by_day ON population.person (name, ((extract(month from birth_date) * 100 + extract(day from birth_date))::int));
CREATE INDEX ix_person_sought_by_surname ON population.person (birth_date, (left(name, 1)), (citizen_number is null), (left(coalesce(registered_division, residence_division), 4)));
CREATE INDEX ix_person_sought_by_given_name ON population.person (birth_date, (substr(name, 2)));
CREATE INDEX ix_person_sought_by_long_name ON population.person (birth_date, (left(coalesce(registered_division, residence_division), 4))) WHERE length(name) > 3;
CREATE INDEX ix_person_sought_by_former_name ON population.person (former_name, birth_date) WHERE former_name is not null;
CREATE INDEX ix_person_sought_by_phone ON population.person (phone) WHERE phone is not null;
DROP INDEX population.ix_person_name;
DROP INDEX population.ix_person_birth_date;
DROP INDEX population.ix_person_name_unnumbered;
DROP INDEX population.ix_person_birth_date_unnumbered;
