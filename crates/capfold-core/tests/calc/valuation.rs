//! Fair values, and costs over time.
