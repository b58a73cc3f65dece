-- DuckDB. What Splink made of each pair: levels, weight in bits, and which fields spoke for and
-- against it, the weightiest first.
create or replace temp table scores as
select p.*, p.unique_id_l as left_id, p.unique_id_r as right_id,
    to_json({{
        'weight': round(p.match_weight, 1),
        'agreed': map_from_entries(
            [{{'k': x.field, 'v': x.weight}} for x in list_reverse_sort(w.weights) if x.weight > 0]),
        'disagreed': map_from_entries(
            [{{'k': x.field, 'v': x.weight}} for x in list_sort(w.weights) if x.weight < 0])
    }})::varchar as why
from {predicted} p
cross join lateral (select [{weights}] as weights) w;
