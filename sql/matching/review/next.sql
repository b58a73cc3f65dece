-- The pair most worth a decision that this reviewer has not judged, and that fewer others are
-- looking at than are wanted.
select x.review_id, w.thing,
       power(2.0, x.standing + extract(epoch from clock_timestamp())::double precision
                               / 86400 / %(doubles)s) as worth
  from unnest(%(things)s::text[], %(wanted)s::int[]) as w (thing, wanted)
 cross join lateral (
    select v.review_id, v.standing
      from ops.review v
     where v.thing = w.thing and v.decision is null
       and not exists (select from ops.vote b
                        where b.review_id = v.review_id and b.reviewer = %(reviewer)s
                          and b.revoked_at is null)
       and (select count(*) from ops.lease l
             where l.review_id = v.review_id and l.reviewer <> %(reviewer)s
               and l.until > clock_timestamp())
           < case when exists (select from ops.vote b
                                where b.review_id = v.review_id and b.revoked_at is null)
                  then v.wanted else w.wanted end
     order by v.standing desc, v.review_id
     limit 1
 ) x
 order by x.standing desc, x.review_id
 limit 1
