-- The masters that share one thing with a line: one more than are followed, to know that there are
-- too many.
insert into match_found (line, master_id, shared)
select s.line, c.master_id, %(shared)s
from match_loose s
cross join lateral (
    select p.master_id
    from {master} p
    where {condition} and ({number} is null) >= s.trusted
    limit %(most)s + 1
) c
where exists (select from {master});
