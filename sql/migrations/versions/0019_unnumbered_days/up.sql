-- By the name alone all unnumbered namesakes of a stock were read, and by the birth date its whole
-- index of given names.
CREATE INDEX ix_person_sought_unnumbered_by_day ON population.person (name, ((extract(month from birth_date) * 100 + extract(day from birth_date))::int)) WHERE citizen_number is null;
CREATE INDEX ix_person_sought_unnumbered_by_given_name ON population.person (birth_date, (substr(name, 2))) WHERE citizen_number is null;
