-- Masters whose records break a rule together, most worth a decision first: what stands is as
-- likely wrong as not, and a false merge weighs more than a missed one (models/worth.py).
select t.attention_id, t.thing, t.master_id, t.rule, t.since, t.handed_to, t.handed_until,
       jsonb_array_length(t.detail -> 'records') as records,
       extract(epoch from clock_timestamp() - t.since)::double precision / 86400 as days,
       %(unknown)s * %(merged)s * %(differing)s
       * ln(2.0 + jsonb_array_length(t.detail -> 'records')) / ln(2.0)
       * power(2.0, extract(epoch from clock_timestamp() - t.since)::double precision
                    / 86400 / %(doubles)s) as worth
  from ops.attention t
 where t.settled_at is null and t.thing = any(%(things)s)
   and (%(reviewer)s::text is null or t.handed_to is null or t.handed_to = %(reviewer)s
        or t.handed_until < clock_timestamp())
 order by worth desc, t.attention_id
 limit %(limit)s
