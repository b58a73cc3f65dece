-- DuckDB. A record that changed stays with its master unless it weighs less than `leave`. Of the
-- others a certain pair becomes a link when, from either side, it is the best and leads the next
-- possible one by `lead`; what is possible and does not become a link goes to review. A candidate that
-- its own register lists already, and that is not certain, is no rival. Pairs were told as if it did
-- and as if it did not; two lines of one delivery always stand in one register.
with judged as (
    select t.* from told t
    left join listed l on l.line = t.line and l.master_id = t.master_id
    where t.same_register = (t.master_id is null or l.line is not null)
), staying as (
    select line from judged where own and weight >= {leave}
), open as (
    select * from judged j
    where verdict <> 'apart' and not exists (select 1 from staying s where s.line = j.line)
), side as (
    select line as who, coalesce(master_id, -other) as whom, *, false as back from open
    union all
    select coalesce(-master_id, other), -line, *, true from open
), rival as (
    select s.who, s.whom, s.weight, s.verdict
    from side s
    where s.verdict = 'same' or not s.same_register
), led as (
    select r.who, r.whom, r.weight, r.verdict,
        coalesce(max(r.weight) over (
            partition by r.who order by r.weight desc, r.whom
            rows between 1 following and unbounded following
        ), '-infinity'::double) as next_weight,
        row_number() over (partition by r.who order by r.weight desc, r.whom) as place
    from rival r
), clear as (
    select who, whom from led
    where verdict = 'same' and place = 1 and weight - next_weight >= {lead}
), outcome as (
    select o.line, o.master_id, o.other, o.probability as score,
        case when a.who is not null and b.who is not null then 'link' else 'review' end as verdict,
        o.why
    from open o
    left join clear a on a.who = o.line and a.whom = coalesce(o.master_id, -o.other)
    left join clear b on b.who = coalesce(-o.master_id, o.other) and b.whom = -o.line
    union all
    select j.line, j.master_id, null, j.probability, 'stay', j.why
    from judged j
    where j.own and j.weight >= {leave}
)
select line, master_id, other, score, verdict, why from outcome order by line, master_id, other;
