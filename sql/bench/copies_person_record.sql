-- Copies of records, with the names that their masters' copies bear.
insert into {table} ({columns})
select {said}
from generate_series(1, %(copies)s) k(k)
cross join (select count(*) as many from stage.others) c
cross join {table} r
join population.person_link l on l.record_id = r.record_id and l.known_to = 'infinity'
join stage.others o on o.master_id = l.master_id
join stage.others b on b.n = (o.n + k.k * %(turn)s) %% c.many
