-- Records to learn from: whole homes, so that a household's members, and namesakes at one door, are
-- there as they are; with all records that are linked to theirs, and those of which a person was
-- asked whether they are the same. Which homes, the seed says.
copy (
    with drawn as (
        select l.record_id, l.master_id
        from {link} l
        join {master} m using (master_id)
        where l.known_to = 'infinity'
        order by hashtextextended(coalesce({home}, m.master_id::text), {seed}), l.record_id
        limit {size}
    ), asked as (
        select r.record_id, r.master_id
        from ops.review r
        where r.thing = {thing} and r.decision is null
    ), taken as (
        select record_id from drawn
        union
        select a.record_id from asked a join drawn d using (master_id)
        union
        select l.record_id
        from asked a
        join drawn d using (record_id)
        join {link} l on l.master_id = a.master_id and l.known_to = 'infinity'
    )
    select {line}
    from taken
    join {record} d using (record_id)
    order by d.record_id
) to stdout (format csv, header)
