-- The delivery whose rows may come again: the latest that stands, read as this one will be, all of
-- whose rows were the latest word; not a person's second look at another, nor one that warned of
-- days to come. None where a division changed since it was received, or ends between the two days,
-- if `divisions` are read.
with former as (
    select d.delivery_id, d.as_of, d.landing, d.received_at
      from ops.delivery d
     where d.dataset_id = %(dataset_id)s and d.delivery_id <> %(delivery_id)s
       and d.state in ('merged', 'published') and d.relation is distinct from 'correction'
       and d.as_of <= %(as_of)s and d.delivered > 0 and d.delivered >= %(few)s
       and d.contract = %(contract)s::jsonb and d.read_with = %(program)s and d.late = 0
     order by d.known_at desc
     limit 1
)
select f.delivery_id, f.as_of, f.landing
  from former f
 where not exists (select from ops.finding n
                    where n.delivery_id = f.delivery_id
                      and (n.rule = 'not_after_delivery' and n.satisfied < n.assessed
                           or starts_with(n.rule, 'read:') and n.satisfied = 0))
   and (not %(divisions)s
        or not exists (select from ops.delivery o join ops.dataset s using (dataset_id)
                        where starts_with(s.thing, 'division')
                          and o.created + o.changed + o.withdrawn > 0
                          and greatest(o.known_at, o.undone_at) > f.received_at)
           and not exists (select from spatial.division_periods() p
                            where p.valid_from > f.as_of and p.valid_from <= %(as_of)s
                               or p.valid_to > f.as_of and p.valid_to <= %(as_of)s))
