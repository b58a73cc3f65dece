-- DuckDB. Every legal representative's name, once.
select distinct representative from raw where representative is not null order by 1;
