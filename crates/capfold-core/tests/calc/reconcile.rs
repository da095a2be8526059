//! What printed figures can mean, and what must be true then.
