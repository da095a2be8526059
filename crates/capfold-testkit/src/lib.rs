//! What the tests of capfold share.
#![forbid(unsafe_code)]

pub mod bulk;
pub mod history;
pub mod model;
