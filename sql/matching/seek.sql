-- The masters that share one thing with a line: one more than are followed, to know that there are
-- too many. A trusted line looks only among masters without a number, which have indexes of their own
-- and are few in any stock.
insert into match_found (line, master_id, shared)
select s.line, c.master_id, %(shared)s
from match_loose s
cross join lateral (
    select p.master_id
    from {master} p
    where {condition} and {number} is null
    limit %(most)s + 1
) c
where s.trusted and exists (select from {master});

insert into match_found (line, master_id, shared)
select s.line, c.master_id, %(shared)s
from match_loose s
cross join lateral (
    select p.master_id
    from {master} p
    where {condition}
    limit %(most)s + 1
) c
where not s.trusted and exists (select from {master});
