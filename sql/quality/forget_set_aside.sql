-- Rows that the stage has again are judged again; those it no longer has were moved for good.
DELETE FROM ops.quarantine q USING {stage} staged
WHERE q.delivery_id = %(delivery_id)s AND q.step = 'check' AND q.line = staged.line
