-- The code lists as the dictionary has them, for whoever reads codes in SQL.
CREATE TEMPORARY TABLE said (list text, code text, zh text, en text) ON COMMIT DROP;
INSERT INTO said VALUES {rows};
DELETE FROM ops.code c
WHERE NOT EXISTS (SELECT FROM said WHERE said.list = c.list AND said.code = c.code);
INSERT INTO ops.code (list, code, zh, en) SELECT list, code, zh, en FROM said
ON CONFLICT (list, code) DO UPDATE SET zh = excluded.zh, en = excluded.en
    WHERE (code.zh, code.en) IS DISTINCT FROM (excluded.zh, excluded.en);
DROP TABLE said
