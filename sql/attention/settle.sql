-- What is no longer broken needs nobody's attention; what is broken otherwise is told as it is now.
update ops.attention t
   set outcome = 'gone', settled_at = %(known)s, settled_by = 'siku'
 where t.thing = %(thing)s and t.settled_at is null
   and t.master_id in (select a.master_id from {looked_at} a)
   and not exists (select from broken b where b.master_id = t.master_id and b.rule = t.rule);
update ops.attention t set detail = b.detail
  from broken b
 where t.thing = %(thing)s and t.settled_at is null and t.master_id = b.master_id
   and t.rule = b.rule and t.detail <> b.detail;
