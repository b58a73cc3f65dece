drop table if exists succession_new, renewed, renewed_master;
create temporary table succession_new (code text, since date, until date, master_id bigint)
    on commit drop
