-- DuckDB. A certain pair becomes a link when, from either side, it is the best and leads the next
-- possible one by the margin; what is possible and does not become a link goes to review. A
-- candidate that its own register lists already, and that is not certain, is no rival.
with side as (
    select line as who, coalesce(master_id, -other) as whom, *, false as back from verdicts
    union all
    select coalesce(-master_id, other), -line, *, true from verdicts
), rival as (
    select s.who, s.whom, s.weight, s.certain
    from side s
    where s.certain or (s.possible and not s.same_register)
), led as (
    select r.who, r.whom, r.weight, r.certain,
        coalesce(max(r.weight) over (
            partition by r.who order by r.weight desc, r.whom
            rows between 1 following and unbounded following
        ), '-infinity'::double) as next_weight,
        row_number() over (partition by r.who order by r.weight desc, r.whom) as place
    from rival r
), clear as (
    select who, whom from led where certain and place = 1 and weight - next_weight >= $margin
)
select v.line, v.master_id, v.other, v.score,
    case when a.who is not null and b.who is not null then 'link' else 'review' end as verdict,
    v.why
from verdicts v
left join clear a on a.who = v.line and a.whom = coalesce(v.master_id, -v.other)
left join clear b on b.who = coalesce(-v.master_id, v.other) and b.whom = -v.line
where (a.who is not null and b.who is not null) or v.possible
order by v.line, v.master_id, v.other;
