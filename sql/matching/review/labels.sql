-- What people decided and did not take back, with both sides as they were seen then; where a
-- decision answers no question of ours, as they are now. What the model compares of each stands
-- beside what it is made of.
with decided as (
    select d.decision_id, d.record_id, d.master_id, d.verdict, d.reason, d.decided_by, d.decided_at,
           v.review_id, v.score, v.why,
           coalesce(v.seen -> 'record', to_jsonb(r)) as record,
           coalesce(v.seen -> 'master', to_jsonb(m)) as master,
           coalesce(v.seen -> 'original', to_jsonb(r.original)) as original,
           coalesce(v.seen ->> 'dataset', s.name) as dataset,
           coalesce(v.seen ->> 'source_key', r.source_key) as source_key,
           v.seen ->> 'same_register' as same_register
      from ops.decision d
      left join ops.review v on v.review_id = d.review_id
      left join {record} r on r.record_id = d.record_id
      left join {master} m on m.master_id = d.master_id
      left join ops.dataset s on s.dataset_id = r.dataset_id
     where d.thing = %(thing)s and d.revoked_at is null
)
select x.*, x.record || to_jsonb(c) as left_said, x.master || to_jsonb(e) as right_said
  from decided x
 cross join lateral (
    select {line}
      from jsonb_populate_record(null::{record},
                                 x.record || jsonb_build_object('original', x.original)) d
 ) c
 cross join lateral (
    select {line} from jsonb_populate_record(null::{record}, x.master - 'original') d
 ) e
 order by x.decision_id
