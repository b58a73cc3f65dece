-- Copies of a table's rows, each about another person.
insert into {table} ({columns})
select {said}
from generate_series(1, %(copies)s) k(k)
cross join {table} r
