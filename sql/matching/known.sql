-- Lines whose record is known (also when it was withdrawn), with the link in force. `changed`: an
-- attribute that identifies the thing differs, and the line does not speak of earlier days than what
-- we have; `alien`: nothing that identifies it is as it was;
-- `said_again`: nothing differs at all.
create temp table match_known on commit drop as
with known as (
    select d.line, d.op, r.record_id,
        ({changed}) and d.valid_from >= r.valid_from as changed, {alien} as alien,
        d.op = 'u' and d.valid_to = 'infinity' and r.valid_from <= d.valid_from
            and not ({differs}) as said_again
    from {staged} d
    join {record} r on r.dataset_id = %(dataset)s and r.source_key = d.source_key
), withdrawn as (
    select distinct on (d.line) d.line, d.op, r.record_id,
        ({changed}) and d.valid_from >= r.valid_from as changed, {alien} as alien,
        false as said_again
    from {staged} d
    join {record_history} r on r.dataset_id = %(dataset)s and r.source_key = d.source_key
    where not exists (
        select from {record} c where c.dataset_id = %(dataset)s and c.source_key = d.source_key
    )
    order by d.line, r.known_to desc, r.valid_to desc, r.valid_from desc
)
select k.*, l.master_id, l.method, l.score, l.decider, l.why
from (select * from known union all select * from withdrawn) k
left join {link} l on l.record_id = k.record_id and l.known_to = 'infinity';

analyze match_known;
