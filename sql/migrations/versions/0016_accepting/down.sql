DROP TABLE ops.accepted_weights;
