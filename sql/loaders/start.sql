-- An empty stage table for a delivery, and its quarantine cleared of what an earlier attempt left.
-- Beside it the rows that came before: their line now, then, and their key.
DELETE FROM ops.quarantine WHERE delivery_id = %(delivery)s;
DELETE FROM ops.part WHERE delivery_id = %(delivery)s;
DROP TABLE IF EXISTS {table}, {carried};
CREATE UNLOGGED TABLE {table} (
    line bigint NOT NULL,
    source_key text NOT NULL,
    op "char" NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL DEFAULT 'infinity',
{attributes}    original jsonb
);
CREATE UNLOGGED TABLE {carried} (
    line bigint NOT NULL,
    former bigint NOT NULL,
    source_key text NOT NULL
);
