-- DuckDB. Which scored pairs of persons are certain (nothing of weight speaks against them) and
-- which are possible (a person should look). Levels are counted from the bottom of the settings:
--   name    6 same, 5 another of its names, 4 same sound, 3 near sound, 2 one character, 1 surname
--   birth   3 same, 2 a slip, 1 two parts         sex    1 same
--   number  3 same, 2 one slip, 1 one slip in a number of 15 digits, 0 differs     phone  1 same
--   place   5 address, 4 village, 3 township, 2 county, 1 prefecture
-- -1 is always: not given. One register does not list a person twice under two keys unless all
-- agrees; twins share all but the given name, father and son all but the date of birth.
create or replace temp table verdicts as
select p.line, p.master_id, p.other, p.same_register,
    s.match_weight as weight, s.match_probability as score, s.why,
    case
        when s.gamma_number = 0 or s.gamma_birth_date = 0 then false
        when s.gamma_sex = 0 then s.gamma_number = 3 and s.gamma_name >= 5
        when s.gamma_number = 3 then s.gamma_name >= 3
        when s.gamma_number = 2 and s.gamma_birth_date = 3 then s.gamma_name >= 3
        when s.gamma_number in (1, 2) then
            s.gamma_name >= 5
            and (s.gamma_birth_date = 3
                 or (s.gamma_birth_date = 2 and (s.gamma_phone = 1 or s.gamma_place >= 4)))
        when p.same_register then
            s.gamma_name >= 4 and s.gamma_birth_date = 3 and s.gamma_phone = 1 and s.gamma_place = 5
        when s.gamma_name >= 5 and s.gamma_birth_date = 3 then
            s.gamma_place >= 2 or s.gamma_phone = 1
        when s.gamma_name >= 5 and s.gamma_birth_date = 2 then
            s.gamma_phone = 1 or s.gamma_place >= 4
        when s.gamma_name >= 3 and s.gamma_birth_date = 3 then
            s.gamma_phone = 1 or s.gamma_place >= 4
        else false
    end and s.match_weight >= $link as certain,
    case
        when s.gamma_number = 0 then false
        when s.gamma_number >= 1 then true
        when s.gamma_sex = 0 or s.gamma_birth_date in (0, 1) then false
        when p.same_register then s.gamma_name >= 4 and s.gamma_birth_date = 3
        else s.gamma_name >= 2
    end and s.match_weight >= $grey as possible
from pairs p
join scores s on s.left_id = -p.line and s.right_id = coalesce(p.master_id, -p.other);
