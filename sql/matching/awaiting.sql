-- Pairs of one thing that wait for a person, the likeliest first: the record and the master with
-- what they say, and why the machine could not decide.
select v.review_id, v.thing, v.score, v.why, v.record_id, v.master_id,
    s.name as dataset, r.source_key, to_jsonb(r) as record, to_jsonb(p) as master
from ops.review v
join {record} r on r.record_id = v.record_id
join {master} p on p.master_id = v.master_id
join ops.dataset s on s.dataset_id = r.dataset_id
where v.thing = %(thing)s and v.decision is null
order by v.score desc nulls last, v.review_id
limit %(limit)s
