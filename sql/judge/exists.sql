select exists (select from {link} l where l.record_id = %(record)s) as record,
       exists (select from {identity} i where i.master_id = %(master)s) as master
