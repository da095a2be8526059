//! One test binary, a module per promise.

mod check;
mod example;
mod malformed;
mod runner;
