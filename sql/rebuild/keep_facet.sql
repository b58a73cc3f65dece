create temporary table {kept} on commit drop as select * from {table}
