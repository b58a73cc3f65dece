-- The master that an id speaks through now: itself, or the last of those it was merged into.
coalesce((
    with recursive led as (
        select i.merged_into as master_id, 1 as hops from {identity} i
         where i.master_id = {master_id} and i.merged_into is not null
        union all
        select i.merged_into, led.hops + 1 from led join {identity} i using (master_id)
         where i.merged_into is not null
    )
    select led.master_id from led order by led.hops desc limit 1
), {master_id})
