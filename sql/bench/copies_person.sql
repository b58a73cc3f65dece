-- Copies of persons, each with the names of somebody else.
insert into {table} ({columns})
select {said}
from generate_series(1, %(copies)s) k(k)
cross join (select count(*) as many from stage.others) c
cross join {table} r
join stage.others o on o.master_id = r.master_id
join stage.others b on b.n = (o.n + k.k * %(turn)s) %% c.many
