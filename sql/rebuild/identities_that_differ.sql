-- Ids that hold records or lead elsewhere, as they stand and as they were given again, where these
-- differ. An id that nothing speaks of any more says nothing.
with stands as (
    select i.master_id, i.founder, i.merged_into from rebuild_identity i
     where i.merged_into is not null
        or exists (select from rebuild_link l
                    where l.master_id = i.master_id and l.known_to = 'infinity')
), told as (
    select i.master_id, i.founder, i.merged_into from {identity} i
     where i.merged_into is not null
        or exists (select from {link} l
                    where l.master_id = i.master_id and l.known_to = 'infinity')
)
(select 'stands' as side, s.* from stands s except all select 'stands', t.* from told t)
union all
(select 'told' as side, t.* from told t except all select 'told', s.* from stands s)
order by master_id, side
