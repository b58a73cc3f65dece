-- Everything the ledger says of one delivery.
select d.delivery_id as delivery, s.name as dataset, s.zh, s.en, s.department, s.base, s.thing,
       d.as_of, d.state, d.resumes, d.gate, d.score, d.error,
       d.predecessor, d.relation,
       d.delivered, d.staged, d.quarantined, d.created, d.changed, d.unchanged, d.held,
       d.withdrawn, d.masters_created, d.masters_changed, d.carried, d.carried_from,
       d.source, d.bytes, d.checksum, d.landing, d.received_at, d.known_at, d.undone_at, d.seconds,
       d.report
  from ops.delivery d join ops.dataset s using (dataset_id)
 where d.delivery_id = %(delivery)s
