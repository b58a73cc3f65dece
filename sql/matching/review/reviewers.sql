-- What each person said; how long a pair was with them; how often the verdict was another.
select v.reviewer, count(*) filter (where v.revoked_at is null) as votes,
       count(*) filter (where v.revoked_at is null and v.verdict = 'same') as same,
       count(*) filter (where v.revoked_at is null and v.verdict = 'different') as different,
       count(*) filter (where v.revoked_at is null and v.verdict = 'unsure') as unsure,
       count(*) filter (where v.revoked_at is not null) as taken_back,
       count(*) filter (where v.revoked_at is null and r.decision in ('same', 'different')
                          and v.verdict in ('same', 'different')
                          and v.verdict <> r.decision) as overruled,
       percentile_cont(0.5) within group (
           order by extract(epoch from v.at - v.handed_at)::double precision
       ) as median_seconds
  from ops.vote v join ops.review r using (review_id)
 group by v.reviewer
 order by votes desc, v.reviewer
