//! A small log with two clocks, folded.
