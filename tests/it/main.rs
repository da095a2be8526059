//! One test binary, a module per promise.

mod agreements;
mod audit;
mod books;
mod calc;
mod capital;
mod check;
mod contradictions;
mod debts;
mod diff;
mod example;
mod financing;
mod findings;
mod invariants;
mod malformed;
mod notes;
mod policies;
mod readme;
mod real;
mod reference;
mod restated;
mod restructure;
mod rights;
mod runner;
mod strict;
mod verbs;
