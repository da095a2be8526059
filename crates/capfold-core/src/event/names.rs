//! Every name that an event holds, for interning and for renaming.

use crate::date::Date;
use crate::money::{Amount, Factor, Given, Money, PerShare, Percent, Price, Quantity, Rate};
use crate::name::{Label, Name};

/// Visits the names inside a value.
pub trait Names {
    /// Calls `visit` once for each name, in the order of the fields.
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name));
}

impl Names for Name {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        visit(self);
    }
}

impl<T: Names> Names for Option<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        if let Some(value) = self {
            value.names(visit);
        }
    }
}

impl<T: Names> Names for Vec<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        for value in self {
            value.names(visit);
        }
    }
}

impl<T: Names> Names for Box<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.as_mut().names(visit);
    }
}

impl<T> Names for Given<T> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        match self {
            Self::Stated(_) => {}
            Self::Assumed(name) => visit(name),
            Self::Rest(rest) => visit(&mut rest.after),
        }
    }
}

impl<A: Names> Names for Money<A> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.amount.names(visit);
    }
}

impl<P: Names> Names for Price<P> {
    fn names(&mut self, visit: &mut dyn FnMut(&mut Name)) {
        self.amount.names(visit);
    }
}

/// Types that hold no name.
macro_rules! nameless {
    ($($type:ty),* $(,)?) => {
        $(impl Names for $type {
            fn names(&mut self, _visit: &mut dyn FnMut(&mut Name)) {}
        })*
    };
}

nameless!(
    Amount,
    PerShare,
    Quantity,
    Rate,
    Factor,
    Percent,
    Label,
    Date,
    bool,
    u32,
    uuid::Uuid,
    crate::date::YearEnd,
    crate::date::Span,
    crate::money::Currency,
);

impl<T> Names for super::Bounded<T> {
    fn names(&mut self, _visit: &mut dyn FnMut(&mut Name)) {}
}

impl<T> Names for super::BoundedIn<T> {
    fn names(&mut self, _visit: &mut dyn FnMut(&mut Name)) {}
}
