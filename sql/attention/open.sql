-- What is newly broken; what a person accepted is not asked again while it says the same.
insert into ops.attention (attention_id, thing, master_id, rule, since, delivery_id, detail)
select %(last)s + row_number() over (order by b.master_id, b.rule), %(thing)s, b.master_id, b.rule,
       %(known)s, %(delivery_id)s, b.detail
  from broken b
 where not exists (
       select from ops.attention t
        where t.thing = %(thing)s and t.master_id = b.master_id and t.rule = b.rule
          and (t.settled_at is null
               or (t.outcome = 'accepted' and t.detail -> 'values' = b.detail -> 'values')))
