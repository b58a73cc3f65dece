-- The links that matching came to, and the masters this concerns.
update undo_matched m set master_id = n.master_id
  from unnest(%(clusters)s::bigint[], %(masters)s::bigint[]) n(cluster, master_id)
 where m.founds and m.cluster = n.cluster;

insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select m.record_id, m.master_id, m.method, m.score, m.decider, m.why, o.delivery_id, %(known)s, 'infinity'
  from undo_matched m join undo_open o using (line)
 order by m.line;

insert into affected (master_id, since)
select m.master_id, min(s.since)
  from undo_matched m
  cross join lateral (
       select r.valid_from from {record} r where r.record_id = m.record_id
       union all
       select h.valid_from from {record_history} h
        where h.record_id = m.record_id and h.known_to = 'infinity') s(since)
 group by m.master_id
