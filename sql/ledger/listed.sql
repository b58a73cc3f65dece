-- Deliveries, latest first, with what became of their rows.
select d.delivery_id as delivery, s.name as dataset, d.as_of, d.state, d.gate, d.score,
       d.delivered, d.staged, d.quarantined, d.created, d.changed, d.unchanged, d.held,
       d.withdrawn, d.received_at
  from ops.delivery d join ops.dataset s using (dataset_id)
 where (%(dataset)s::text is null or s.name = %(dataset)s)
   and (%(state)s::text is null or d.state = %(state)s)
 order by d.delivery_id desc
 limit %(limit)s
