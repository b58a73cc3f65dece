copy (
    select m.line, o.record_id, m.master_id, m.cluster, m.method, m.score, m.decider, m.why,
           m.master_id is null
      from {matched} m join undo_open o using (line)
) to stdout
