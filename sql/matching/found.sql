-- All that is left founds masters; lines of one group found one together. The first of a group is
-- new, the others say what joined them. A suspected identifier is told in `why`.
with edge as (
    select distinct on (n.line) n.line, e.method, e.score, e.decider, e.why
    from match_edge e cross join lateral (values (e.line), (e.other)) n(line)
    order by n.line, e.score desc, e.line, e.other
), suspected as (
    select s.line, array_agg(distinct k.kind order by k.kind) as kinds
    from match_strong s cross join lateral unnest(s.kinds) k(kind)
    where not s.believed
    group by s.line
)
insert into {result} (line, record_id, cluster, method, score, decider, why)
select o.line, o.record_id, coalesce(g.cluster, o.line),
    case when g.cluster < o.line then e.method else 'new' end,
    case when g.cluster < o.line then e.score end,
    case when g.cluster < o.line then e.decider else %(decider)s end,
    case
        when g.cluster < o.line then e.why
        when t.kinds is not null then jsonb_build_object('suspected', t.kinds)
    end
from match_open o
left join match_group g using (line)
left join edge e on e.line = o.line
left join suspected t on t.line = o.line
where not exists (select from {result} m where m.line = o.line);
