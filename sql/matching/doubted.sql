-- Grey pairs and the holders of suspected identifiers go to people: each pair once, with the best
-- that spoke for it.
insert into {review} (line, master_id, cluster, score, why)
select distinct on (r.line, r.master_id, r.cluster) r.line, r.master_id, r.cluster, r.score, r.why
from (
    select s.line, s.master_id, null::bigint as cluster, s.score, s.why
    from match_scored s
    where s.verdict = 'review' and s.master_id is not null
    union all
    select s.line, m.master_id, m.cluster, s.score, s.why
    from match_scored s
    join {result} m on m.line = s.other
    where s.verdict = 'review' and s.other is not null
    union all
    select s.line, s.master_id, null, null, jsonb_build_object('suspected', s.kinds)
    from match_strong s
    where not s.believed
) r
join {result} own on own.line = r.line
where (r.master_id is distinct from own.master_id or r.cluster is distinct from own.cluster)
  and not exists (
      select from {review} v
      where v.line = r.line and v.master_id is not distinct from r.master_id
        and v.cluster is not distinct from r.cluster
  )
order by r.line, r.master_id, r.cluster, r.score desc nulls last;
