-- What the delivery came to, beside the ledger's balance.
update ops.delivery d
   set created = n.created, changed = n.changed, unchanged = n.unchanged, held = 0,
       withdrawn = n.withdrawn + (select count(*) from absent),
       masters_created = (select count(*) from {identity} i where i.delivery_id = d.delivery_id),
       masters_changed = (select count(distinct t.owner) from touched t
                           where not exists (select from {identity} i
                                              where i.master_id = t.owner
                                                and i.delivery_id = d.delivery_id)),
       known_at = %(known)s
  from (select count(*) filter (where action = 'created') as created,
               count(*) filter (where action in ('changed', 'withdrawn')) as changed,
               count(*) filter (where action = 'unchanged') as unchanged,
               count(*) filter (where action = 'withdrawn') as withdrawn
          from plan) n
 where d.delivery_id = %(delivery_id)s;
