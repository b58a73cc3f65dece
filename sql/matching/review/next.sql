-- The pair most worth a decision that this reviewer has not judged, and that fewer others are
-- looking at than are wanted. Votes and leases are counted pair by pair, by their keys: joined, a
-- planner that knows nothing of them yet reads them all for each pair.
select x.review_id, w.thing,
       power(2.0, x.standing + extract(epoch from clock_timestamp())::double precision
                               / 86400 / %(doubles)s) as worth
  from unnest(%(things)s::text[], %(wanted)s::int[]) as w (thing, wanted)
 cross join lateral (
    select v.review_id, v.standing
      from ops.review v
     where v.thing = w.thing and v.decision is null
       and (select count(*) from ops.vote b
             where b.review_id = v.review_id and b.reviewer = %(reviewer)s
               and b.revoked_at is null) = 0
       and (select count(*) from ops.lease l
             where l.review_id = v.review_id and l.reviewer <> %(reviewer)s
               and l.until > clock_timestamp())
           < case when (select count(*) from ops.vote b
                         where b.review_id = v.review_id and b.revoked_at is null) > 0
                  then v.wanted else w.wanted end
     order by v.standing desc, v.review_id
     limit 1
 ) x
 order by x.standing desc, x.review_id
 limit 1
