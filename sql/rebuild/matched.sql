copy (
    select r.record_id, m.master_id, m.cluster, m.method, m.score, m.decider, m.why
      from {matched} m join rebuild_line r using (line)
) to stdout
