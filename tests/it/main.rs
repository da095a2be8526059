//! One test binary, a module per promise.

mod check;
mod findings;
mod malformed;
mod runner;
