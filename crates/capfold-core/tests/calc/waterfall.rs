//! Who gets what of proceeds.
