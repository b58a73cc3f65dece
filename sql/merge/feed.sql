-- One row in the feed for every master that changed. The counter's row stays locked until this
-- transaction ends, so that the feed's order is the order of commits and it has no gaps.
insert into ops.change (change_id, thing, master_id, action, valid_from, known_from, delivery_id)
select %(last)s + row_number() over (order by t.owner), %(thing)s, t.owner,
       case when not exists (select from {master} m where m.master_id = t.owner) then 'd'
            when i.delivery_id = %(delivery_id)s then 'i'
            else 'u' end,
       a.since, %(known)s, %(delivery_id)s
  from (select distinct owner from touched) t
  join affected a on a.master_id = t.owner
  join {identity} i on i.master_id = t.owner;
