create temp table match_group on commit drop as
select g.line, g.cluster from unnest(%(lines)s::bigint[], %(clusters)s::bigint[]) g(line, cluster);
