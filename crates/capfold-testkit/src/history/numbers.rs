//! How the desk sizes numbers and writes them down: as they are, as an assumption, as what a total leaves.

use capfold_core::event::AssumedValue;
use capfold_core::exact::{Exact, Rounding, notional};
use capfold_core::money::{
    Amount, Currency, Given, GivenMoney, GivenPrice, GivenQuantity, Money, PerShare, Price, Quantity, Rest,
};
use capfold_core::name::Name;

use super::Mode;
use super::desk::{Desk, value};
use super::op::{Number, Size};

/// Counts in smallest units, for what nothing bounds.
const COUNTS: [i128; 16] =
    [1, 2, 3, 7, 10, 33, 100, 333, 1_000, 2_500, 9_999, 10_000, 100_000, 1_000_000, 2_930_819, 355_000];
/// Amounts in smallest units, for what nothing bounds.
const AMOUNTS: [i128; 16] = [
    1,
    3,
    50,
    99,
    100,
    1_001,
    10_000,
    33_333,
    100_000,
    250_000,
    999_999,
    1_000_000,
    2_500_001,
    5_000_000,
    100_000_000,
    161_195_045,
];
/// Prices: some leave halves of a cent, some are smaller than one.
const PRICES: [&str; 12] =
    ["0.55", "0.1", "1", "0.335", "0.0001", "0.3333", "12.3456", "0.005", "2.5", "0.1234", "0.0125", "0.5"];
/// Prices of whole cents.
const EVEN_PRICES: [&str; 6] = ["0.55", "0.1", "1", "12.34", "2.5", "0.01"];
/// Prices in a currency without cents.
const WHOLE_PRICES: [&str; 4] = ["100", "1", "33", "250"];

/// `quantity × price` to the cent.
pub(super) fn product(quantity: Exact, price: Exact, currency: Currency) -> Option<Exact> {
    notional(quantity, price, currency.grain(), Rounding::HalfUp).ok().map(|rounded| rounded.value)
}

/// The number that an assumption chooses, and its currency where it has one.
pub(super) fn chosen(assumed: &AssumedValue) -> Option<Exact> {
    match assumed {
        AssumedValue::Quantity(bounded) => Some(bounded.chosen),
        AssumedValue::Amount(bounded) | AssumedValue::Price(bounded) => Some(bounded.chosen),
        AssumedValue::Date(_) | AssumedValue::Currency(_) => None,
    }
}

impl Desk<'_> {
    /// Assumptions about such a number, with what they choose.
    fn assumed(&self, fits: impl Fn(&AssumedValue) -> bool) -> Vec<(Name, Exact)> {
        let rows = self.ledger.assumptions().filter(|row| fits(row.value));
        rows.filter_map(|row| Some((row.name.clone(), chosen(row.value)?))).collect()
    }

    fn assumed_counts(&self) -> Vec<(Name, Exact)> {
        self.assumed(|value| matches!(value, AssumedValue::Quantity(_)))
    }

    /// A count of `grain`s, at most what is there.
    pub(super) fn some_of(&mut self, there: Exact, grain: Exact) -> Option<(Exact, GivenQuantity)> {
        self.count(Some(there), grain)
    }

    /// A count of `grain`s, at most `most`; none: any.
    pub(super) fn count(&mut self, most: Option<Exact>, grain: Exact) -> Option<(Exact, GivenQuantity)> {
        let assumed = self.assumed_counts();
        self.given(most, grain, &COUNTS, assumed)
    }

    /// Exactly this count, in one of the ways to give it; an assumed one may be any of at least `least`.
    pub(super) fn exactly(&mut self, count: Exact, least: Exact, grain: Exact) -> Option<GivenQuantity> {
        let fits = |chosen: Exact| chosen >= least && chosen.is_multiple_of(grain);
        let assumed = self.assumed_counts();
        match (self.number(), self.best_of(assumed, |(_, chosen)| fits(*chosen))) {
            (Number::Assumed, Some((name, chosen))) if fits(chosen) => Some(Given::Assumed(name)),
            (Number::Rest | Number::Nothing, Some((after, chosen))) => rest(count.plus(chosen)?, after),
            (Number::Stated | Number::Assumed | Number::Rest | Number::Nothing, _) => {
                Some(Given::Stated(Quantity::try_from(count).ok()?))
            }
        }
    }

    /// A whole count of `grain`s from a table.
    pub(super) fn grains(&mut self, table: &[i128], grain: Exact) -> Option<Exact> {
        let count = self.one_of(table).copied()?;
        Some(Exact::from_raw(grain.raw().checked_mul(count)?))
    }

    /// An amount of a currency, at most `most`; none: any.
    pub(super) fn money(&mut self, most: Option<Exact>, currency: Currency) -> Option<(Exact, GivenMoney)> {
        let fits =
            |value: &AssumedValue| matches!(value, AssumedValue::Amount(bounded) if bounded.currency == currency);
        let assumed = self.assumed(fits);
        let (number, amount) = self.given::<Amount>(most, currency.grain(), &AMOUNTS, assumed)?;
        Some((number, Money { amount, currency }))
    }

    /// An amount with the carrying amount that an event may state for it.
    pub(super) fn carried_money(
        &mut self,
        most: Option<Exact>,
        currency: Currency,
    ) -> Option<(GivenMoney, Option<Amount>)> {
        let (amount, money) = self.money(most, currency)?;
        let carrying = self.carrying(amount, currency);
        Some((money, carrying))
    }

    /// A stated carrying amount, now and then; in functional currency it is the amount.
    fn carrying(&mut self, amount: Exact, currency: Currency) -> Option<Amount> {
        let functional = self.book.functional;
        if currency == functional {
            return if self.once_in(6) { Amount::try_from(amount).ok() } else { None };
        }
        if self.has_value(currency) && !self.once_in(4) {
            return None;
        }
        let carrying = self.grains(&AMOUNTS, functional.grain())?;
        Amount::try_from(carrying).ok()
    }

    /// A price in a currency.
    pub(super) fn price(&mut self, currency: Currency) -> (Exact, GivenPrice) {
        let table: &[&str] = match (currency.places(), self.mode) {
            (0, _) => &WHOLE_PRICES,
            (_, Mode::Even) => &EVEN_PRICES,
            (_, Mode::Mixed | Mode::Valid) => &PRICES,
        };
        let stated: PerShare = value(self.one_of(table).copied().unwrap_or("1"));
        let fits = |value: &AssumedValue| matches!(value, AssumedValue::Price(bounded) if bounded.currency == currency);
        let number = self.number();
        let from = if number == Number::Stated { None } else { self.one_of(self.assumed(fits)) };
        let (price, amount) = match (number, from) {
            (Number::Assumed, Some((name, chosen))) => (chosen, Given::Assumed(name)),
            (Number::Rest | Number::Nothing, Some((after, chosen))) => {
                let rest = stated.exact().plus(chosen).and_then(|total| rest(total, after));
                (stated.exact(), rest.unwrap_or(Given::Stated(stated)))
            }
            (Number::Stated, _) | (_, None) => (stated.exact(), Given::Stated(stated)),
        };
        (price, Price { amount, currency })
    }

    /// A sum stated beside quantity × price, now and then.
    pub(super) fn paid(&mut self, product: Exact, currency: Currency) -> Option<Money> {
        let amount = Amount::try_from(product).ok()?;
        (self.pick(2) == 1).then_some(Money { amount, currency })
    }

    fn number(&mut self) -> Number {
        if self.pick(2) == 0 { self.op.number } else { Number::Stated }
    }

    fn given<T: TryFrom<Exact>>(
        &mut self,
        most: Option<Exact>,
        grain: Exact,
        table: &[i128],
        assumed: Vec<(Name, Exact)>,
    ) -> Option<(Exact, Given<T>)> {
        let fits = |number: Exact| number.is_multiple_of(grain) && most.is_none_or(|most| number <= most);
        let number = self.number();
        let from = if number == Number::Stated { None } else { self.one_of(assumed) };
        let sized = self.sized(most, grain, table)?;
        match (number, from) {
            (Number::Assumed, Some((name, part))) if fits(part) => Some((part, Given::Assumed(name))),
            (Number::Rest, Some((after, part))) => Some((sized, rest(sized.plus(part)?, after)?)),
            (Number::Nothing, Some((after, part))) if part > Exact::ZERO => Some((Exact::ZERO, rest(part, after)?)),
            (Number::Stated | Number::Assumed | Number::Rest | Number::Nothing, _) => {
                Some((sized, Given::Stated(T::try_from(sized).ok()?)))
            }
        }
    }

    /// A number of `grain`s, by the size that the step asks for.
    fn sized(&mut self, most: Option<Exact>, grain: Exact, table: &[i128]) -> Option<Exact> {
        let from_table = |index: u8| table.get(usize::from(index)).copied().unwrap_or(1);
        let (most, many) = match most {
            Some(most) => {
                let most = most.raw().checked_div(grain.raw())?;
                (most, most)
            }
            None => (i128::MAX, from_table(14)),
        };
        let count = match self.op.size {
            Size::One => 1,
            Size::All => many,
            Size::AllButOne => many.checked_sub(1)?.max(1),
            Size::Half => many.checked_div(2)?.max(1),
            Size::Like => self.last,
            Size::Table(index) => from_table(index),
        };
        let count = count.min(most);
        if count < 1 {
            return None;
        }
        self.last = count;
        Some(Exact::from_raw(grain.raw().checked_mul(count)?))
    }
}

/// What a total leaves beside an assumed part.
fn rest<T: TryFrom<Exact>>(total: Exact, after: Name) -> Option<Given<T>> {
    let total = T::try_from(total).ok()?;
    Some(Given::Rest(Box::new(Rest { total, after })))
}
