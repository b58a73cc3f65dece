-- Each dataset's ledger over all its deliveries; the worst gate, the score by rows.
select s.base, s.name as dataset, count(*) as deliveries,
       sum(d.delivered)::bigint as delivered, sum(d.staged)::bigint as staged,
       sum(d.quarantined)::bigint as quarantined, sum(d.created)::bigint as created,
       sum(d.changed)::bigint as changed, sum(d.unchanged)::bigint as unchanged,
       sum(d.held)::bigint as held, sum(d.withdrawn)::bigint as withdrawn,
       round((sum(d.score * d.delivered) / nullif(sum(d.delivered), 0))::numeric, 3)::float as score,
       case when bool_or(d.gate = 'hold') then 'hold'
            when bool_or(d.gate = 'warn') then 'warn' else 'pass' end as gate,
       round(sum((select sum(v::numeric) from jsonb_each_text(d.seconds) e(k, v))), 1)::float as seconds
  from ops.delivery d join ops.dataset s using (dataset_id)
 where d.state <> 'failed'
 group by s.base, s.dataset_id, s.name
 order by s.base, s.name
