DROP TABLE ops.part;
