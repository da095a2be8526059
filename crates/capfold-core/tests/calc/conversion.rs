//! Rounds, and what converts in them.
