-- Lines no identifier has settled, with what masters are sought by. `trusted`: there is a number to
-- be believed and nobody disputes it, so that only masters without one can be the same.
create temp table match_loose on commit drop as
select d.line, o.record_id, o.former_master, {number} as number{line},
    {number} is not null and ({trusted})
        and not exists (select from match_strong s where s.line = o.line)
        as trusted
from match_open o
join {staged} d using (line)
where not exists (select from {result} m where m.line = o.line);

analyze match_loose;

create temp table match_found (line bigint, master_id bigint, shared text) on commit drop;
