-- Deliveries whose every row is not accounted for; constraints forbid them, and we look all the same.
select d.delivery_id, s.name as dataset, d.as_of, d.state,
       format('delivered %s, staged %s, quarantined %s', d.delivered, d.staged, d.quarantined) as counts
  from ops.delivery d join ops.dataset s using (dataset_id)
 where d.state = 'published'
   and (d.delivered is distinct from d.staged + d.quarantined
        or d.staged is distinct from d.created + d.changed + d.unchanged + d.held
        or d.quarantined <> (select count(*) from ops.quarantine q where q.delivery_id = d.delivery_id))
 order by d.delivery_id
