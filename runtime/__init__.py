"""The ground: settings, database connection, embedded cluster, Airflow's processes, logging."""
