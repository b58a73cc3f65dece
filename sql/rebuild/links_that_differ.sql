-- Links in force as they stand (`stands`) and as they were told again (`told`), where these differ.
with stands as (
    select l.record_id, l.master_id, l.method, l.decider from rebuild_link l
     where l.known_to = 'infinity'
), told as (
    select l.record_id, l.master_id, l.method, l.decider from {link} l where l.known_to = 'infinity'
)
(select 'stands' as side, s.* from stands s except all select 'stands', t.* from told t)
union all
(select 'told' as side, t.* from told t except all select 'told', s.* from stands s)
order by record_id, side
