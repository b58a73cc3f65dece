-- What waits, by thing.
select v.thing, count(*) as pairs,
       count(*) filter (where v.disputed) as disputed,
       count(*) filter (where exists (
           select from ops.vote b where b.review_id = v.review_id and b.revoked_at is null
       )) as begun,
       count(*) filter (where exists (
           select from ops.lease l where l.review_id = v.review_id and l.until > clock_timestamp()
       )) as handed_out
  from ops.review v
 where v.decision is null
 group by v.thing
 order by v.thing
