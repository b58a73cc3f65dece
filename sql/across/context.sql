drop table if exists owner, context;
create temporary table owner on commit drop as select distinct owner_id from saying;
create unique index on owner (owner_id);
analyze owner;
create temporary table context on commit drop as {context};
create unique index on context (owner_id);
analyze context
