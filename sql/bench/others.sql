-- The persons of a stock in their order, with the record that founded each; and what changes a
-- citizen number into another that is as right: the third digit, of the division, and the check.
create unlogged table stage.others as
select row_number() over (order by p.master_id) - 1 as n, p.master_id, i.founder as record_id,
    p.name, p.former_name, p.latin_name, p.script_name
from population.person p
join population.person_identity i using (master_id);
alter table stage.others add primary key (master_id);
create unique index on stage.others (n);
analyze stage.others;

create function stage.moved(number text, copy int) returns text language sql immutable as $$
    select overlay(left(number, 17) placing n.digit::text from 3 for 1) || substr(
        '10X98765432',
        (strpos('10X98765432', right(number, 1)) + 109 + 10 * (n.digit - n.before)) %% 11 + 1,
        1)
    from (select before, (before + copy) %% 10 as digit from (
        select substr(number, 3, 1)::int as before
    ) b) n
$$;

-- Ids are moved by so much for each copy.
select max(last) from ops.counter where name in ('record:person', 'master:person', 'change')
