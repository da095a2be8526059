//! Exercises, vesting, splits, dividends, buy-backs: what happens to shares and rights.
