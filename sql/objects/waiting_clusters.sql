-- Masters that wait for a person because their records contradict each other.
select 'cluster'::text, t.attention_id, t.thing::text,
       {base} + ln(ln(2.0 + jsonb_array_length(t.detail -> 'records')) / ln(2.0)) / ln(2.0)
       - extract(epoch from t.since)::double precision / 86400 / {doubles},
       power(2.0, {base} + ln(ln(2.0 + jsonb_array_length(t.detail -> 'records')) / ln(2.0)) / ln(2.0)
             + extract(epoch from now() - t.since)::double precision / 86400 / {doubles}),
       t.since, null::bigint, null::bigint, null::text, null::bigint, t.master_id,
       null::double precision, null::double precision, 1::smallint, false, 0::bigint,
       case when t.handed_until > now() then array[t.handed_to::text] end,
       jsonb_build_object('rule', t.rule) || t.detail, null::jsonb, to_jsonb(m)
  from ops.attention t
  join {master} m on m.master_id = t.master_id
 where t.thing = {thing} and t.settled_at is null
