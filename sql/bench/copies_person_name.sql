-- The names of the copies: those of whom they are named after.
insert into {table} ({columns})
select {said}
from generate_series(1, %(copies)s) k(k)
cross join (select count(*) as many from stage.others) c
cross join {table} r
join stage.others b on b.master_id = r.master_id
join stage.others o on o.n = (b.n + k.k * (c.many - %(turn)s %% c.many)) %% c.many
