-- The ids that lead to this master, directly or through others.
with recursive leads as (
    select i.master_id from {identity} i where i.merged_into = %(master)s
    union
    select i.master_id from leads l join {identity} i on i.merged_into = l.master_id
)
select master_id from leads order by 1
