//! Cash, translation and continuity.
