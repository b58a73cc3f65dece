-- DuckDB. Which scored pairs of legal entities are certain (nothing of weight speaks against them)
-- and which are possible (a person should look). Levels are counted from the bottom:
--   name    4 same, 3 another of its names, 2 same core, 1 one holds the other
--   number  2 same, 1 one slip, 0 differs            representative  2 same, 1 same sound, 0 differs
--   established 1 same                place  3 address, 2 county, 1 prefecture      phone  1 same
-- -1 is always: not given. Companies of one group share brand, address and telephone: the name
-- must be the same, and a number that differs settles it.
create or replace temp table verdicts as
select p.line, p.master_id, p.other, p.same_register,
    s.match_weight as weight, s.match_probability as score, s.why,
    case
        when s.gamma_number = 0 then false
        when s.gamma_number = 2 then s.gamma_name >= 1
        when s.gamma_name >= 3 then
            (s.gamma_representative >= 1)::int + (s.gamma_established = 1)::int
            + (s.gamma_place = 3)::int + (s.gamma_phone = 1)::int
                >= case when p.same_register then 4 else 1 end
        else false
    end and s.match_weight >= $link as certain,
    case
        when s.gamma_number = 0 then false
        when s.gamma_number >= 1 then true
        else s.gamma_name >= 3
    end and s.match_weight >= $grey as possible
from pairs p
join scores s on s.left_id = -p.line and s.right_id = coalesce(p.master_id, -p.other);
