-- Links that stand: unchanged records, decisions, and deletions; a deletion of what we never had
-- is entered with nothing beside it.
insert into {result} (line, record_id, master_id, method, score, decider, why, said_again)
select d.line, k.record_id, k.master_id, coalesce(k.method, 'none'), k.score,
    coalesce(k.decider, %(decider)s), k.why, coalesce(k.said_again, false)
from {staged} d
left join match_known k using (line)
where d.op = 'd'
   or (k.master_id is not null and (not k.changed or k.method = 'decision'));
