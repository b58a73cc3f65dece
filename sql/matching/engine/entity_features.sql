-- DuckDB. What the model of legal entities compares, from the raw nodes and the words of names.
create or replace temp table nodes as
with alias as (
    select r.unique_id, list(distinct w.folded order by w.folded) as names
    from (select unique_id, unnest(string_split(names, chr(31))) as raw from raw) r
    join words w using (raw)
    group by r.unique_id
), area as (
    select unique_id, string_split(divisions, chr(31)) as codes from raw where divisions is not null
)
select r.unique_id, w.folded as name, a.names, w.core, w.branch,
    r.code, r.organization, r.registration,
    r.representative, p.sound as representative_sound, r.established,
    v.codes as divisions,
    [c[1:6] for c in v.codes] as counties,
    [c[1:4] for c in v.codes] as prefectures,
    string_split(r.addresses, chr(31)) as addresses,
    r.phone
from raw r
left join words w on w.raw = r.name
left join people p on p.raw = r.representative
left join alias a on a.unique_id = r.unique_id
left join area v on v.unique_id = r.unique_id
order by r.unique_id;
