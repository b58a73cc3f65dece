-- What people made of the machine's chances, in bands: were it right, the share of the same would
-- be the chance it gave. Its leaning is confirmed where people say the same from one half on, and
-- different below.
select w.band, count(*) as pairs, avg(w.score) as expected,
       avg((w.decision = 'same')::int)::double precision as same,
       avg(((w.decision = 'same') = (w.score >= 0.5))::int)::double precision as confirmed
  from (select width_bucket(v.score, %(bounds)s::double precision[]) as band, v.score, v.decision
          from ops.review v
         where v.decision in ('same', 'different') and v.score is not null
           and (%(thing)s::text is null or v.thing = %(thing)s)) w
 group by w.band
 order by w.band
