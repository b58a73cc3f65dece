select distinct v.value
  from {identifiers}
 where %(delivery_id)s is null
    or v.master_id in (select c.master_id from ops.change c
                        where c.delivery_id = %(delivery_id)s and c.thing = %(thing)s)
