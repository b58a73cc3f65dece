-- What people did to a delivery, in the order they did it.
select i.act, i.who, i.reason, i.at from ops.intervention i
 where i.delivery_id = %(delivery)s
 order by i.turn
