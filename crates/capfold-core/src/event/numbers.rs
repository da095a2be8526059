//! Every number that an event states, for histories of another size and in other units.

use uuid::Uuid;

use crate::date::{Date, Span, YearEnd};
use crate::money::{Amount, Currency, Factor, Given, Money, PerShare, Percent, Price, Quantity, Rate};
use crate::name::{Label, Name};

/// A number of an event, by what it counts. Rates, percentages and factors count nothing.
#[derive(Debug)]
pub enum NumberMut<'a> {
    /// Shares, options, warrants or awards; the grain of a class too.
    Count(&'a mut Quantity),
    /// Money.
    Amount(&'a mut Amount),
    /// Money per share.
    Price(&'a mut PerShare),
}

/// Visits the numbers inside a value.
pub trait Numbers {
    /// Calls `visit` once for each number that is stated, in the order of the fields.
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>));
}

impl Numbers for Quantity {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        visit(NumberMut::Count(self));
    }
}

impl Numbers for Amount {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        visit(NumberMut::Amount(self));
    }
}

impl Numbers for PerShare {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        visit(NumberMut::Price(self));
    }
}

impl<T: Numbers> Numbers for Given<T> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        match self {
            Self::Stated(number) => number.numbers(visit),
            Self::Rest(rest) => rest.total.numbers(visit),
            Self::Assumed(_) => {}
        }
    }
}

impl<A: Numbers> Numbers for Money<A> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        self.amount.numbers(visit);
    }
}

impl<P: Numbers> Numbers for Price<P> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        self.amount.numbers(visit);
    }
}

impl<T: Numbers> Numbers for Option<T> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        if let Some(value) = self {
            value.numbers(visit);
        }
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        for value in self {
            value.numbers(visit);
        }
    }
}

impl<T: Numbers> Numbers for Box<T> {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        self.as_mut().numbers(visit);
    }
}

/// Types that state no number that counts something.
macro_rules! numberless {
    ($($type:ty),* $(,)?) => {
        $(impl Numbers for $type {
            fn numbers(&mut self, _visit: &mut dyn FnMut(NumberMut<'_>)) {}
        })*
    };
}

numberless!(Name, Label, Date, bool, u32, Uuid, YearEnd, Span, Currency, Rate, Factor, Percent, super::Void);

impl<T> Numbers for super::Bounded<T> {
    fn numbers(&mut self, _visit: &mut dyn FnMut(NumberMut<'_>)) {}
}

impl<T> Numbers for super::BoundedIn<T> {
    fn numbers(&mut self, _visit: &mut dyn FnMut(NumberMut<'_>)) {}
}

impl Numbers for super::Amend {
    fn numbers(&mut self, visit: &mut dyn FnMut(NumberMut<'_>)) {
        self.event.numbers(visit);
    }
}
