//! One test binary, a module per promise.

mod check;
mod malformed;
mod runner;
mod strict;
