-- The masters `x` names; one that nobody stands for any more as it was known last, for its own record
-- comes back.
cross join lateral (
    select {columns} from {master} p where p.master_id = x.master_id
    union all
    (select {columns} from {history} p
     where p.master_id = x.master_id
       and not exists (select from {master} c where c.master_id = x.master_id)
     order by p.known_to desc, p.valid_to desc, p.valid_from desc
     limit 1)
) p
