copy (select r.line, r.master_id, r.cluster, r.score, r.why from {review} r) to stdout
