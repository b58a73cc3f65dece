-- Known records keep the method their link was made by: they are counted as known.
select
    count(*) filter (where m.record_id is not null and m.master_id is not null) as known,
    count(*) filter (where m.record_id is null and m.method = 'key') as key,
    count(*) filter (where m.record_id is null and m.method = 'strong') as strong,
    count(*) filter (where m.record_id is null and m.method = 'probable') as probable,
    count(*) filter (where m.method = 'new' and m.master_id is null) as new,
    count(*) filter (where m.method = 'none') as unknown_deletions,
    count(distinct m.cluster) filter (where m.master_id is null) as masters_founded,
    (select count(*) from {review}) as reviews
from {result} m
