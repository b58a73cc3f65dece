-- Whom people decided a line's record is not: the masters where those stand now, and their records.
-- A decision names a record and a master, and a master's id means the record that founded it: so it
-- keeps both from each other, whichever of them the line is. Only a record that was there before can
-- have been decided about.
create temp table match_apart on commit drop as
with recursive decided as (
    select o.line, d.master_id as named, i.founder as other
    from match_open o
    join ops.decision d on d.thing = %(thing)s and d.record_id = o.record_id
        and d.revoked_at is null and d.verdict = 'different'
    join {identity} i on i.master_id = d.master_id
    union
    select o.line, null, d.record_id
    from match_open o
    join {link} l on l.record_id = o.record_id
    join {identity} i on i.master_id = l.master_id and i.founder = o.record_id
    join ops.decision d on d.thing = %(thing)s and d.master_id = i.master_id
        and d.revoked_at is null and d.verdict = 'different'
), at(line, master_id) as (
    select line, named from decided where named is not null
    union
    select d.line, l.master_id
    from decided d
    join {link} l on l.record_id = d.other and l.known_to = 'infinity'
    union
    select a.line, i.merged_into
    from at a
    join {identity} i on i.master_id = a.master_id
    where i.merged_into is not null
)
select line, master_id, null::bigint as other from at
union
select d.line, null, t.line
from decided d
join match_open t on t.record_id = d.other and t.line <> d.line;

analyze match_apart;
