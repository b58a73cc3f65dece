-- DuckDB. What the model of persons compares, from the raw nodes and the words of their names.
create or replace temp table nodes as
with alias as (
    select r.unique_id, list(distinct w.folded order by w.folded) as names
    from (select unique_id, unnest(string_split(names, chr(31))) as raw from raw) r
    join words w using (raw)
    group by r.unique_id
), area as (
    select unique_id, string_split(divisions, chr(31)) as codes from raw where divisions is not null
)
select r.unique_id, w.folded as name, a.names, w.sound, w.surname, w.own, w.rest, w.tf_name,
    r.birth_date, r.sex,
    coalesce(r.number, case when length(r.mistyped) = 18
        then upper(translate(r.mistyped, '０１２３４５６７８９Ｘ', '0123456789X')) end) as number,
    coalesce(length(r.mistyped) = 15, false) as old_number,
    v.codes as divisions,
    [c for c in v.codes if length(c) = 12 and c[10:12] <> '000'] as villages,
    [c[1:9] for c in v.codes if length(c) >= 9 and c[7:9] <> '000'] as townships,
    [c[1:6] for c in v.codes] as counties,
    [c[1:4] for c in v.codes] as prefectures,
    string_split(r.addresses, chr(31)) as addresses,
    r.phone
from raw r
left join words w on w.raw = r.name
left join alias a on a.unique_id = r.unique_id
left join area v on v.unique_id = r.unique_id
order by r.unique_id;
