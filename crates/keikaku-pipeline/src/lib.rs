//! Files in, records out: discovery, workers, order, progress, error policy.
