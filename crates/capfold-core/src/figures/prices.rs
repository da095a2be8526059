//! Rights over a period with their average prices, as a note on options or warrants shows them.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;

use super::Measure;
use crate::date::{Date, Period};
use crate::exact::Exact;
use crate::ledger::{Cause, Ledger, Place, RightView, Transfer, Unit};
use crate::log::Fact;
use crate::money::Currency;

/// Rights, and what they cost to exercise in all, by currency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Priced {
    /// How many.
    pub count: BigRational,
    /// Each times its strike of the time.
    pub value: BTreeMap<Currency, BigRational>,
}

impl Priced {
    /// The average strike, weighted by count; none where there are no rights, or strikes of several currencies.
    #[must_use]
    pub fn average(&self) -> Option<(BigRational, Currency)> {
        let mut values = self.value.iter();
        match (values.next(), values.next()) {
            (Some((currency, value)), None) if !self.count.is_zero() => Some((value / &self.count, *currency)),
            (_, _) => None,
        }
    }

    fn add(&mut self, count: Exact, strike: Exact, currency: Currency) {
        let count = count.ratio();
        *self.value.entry(currency).or_default() += &count * strike.ratio();
        self.count += count;
    }
}

/// A row of a note on rights (IFRS 2.45(b); ASC 718-10-50-2(c)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RightsRow {
    /// At the start of the period.
    Opening,
    /// Granted or issued in it.
    Granted,
    /// Exercised, or settled.
    Exercised,
    /// Lapsed at the end of their term.
    Expired,
    /// Lost before.
    Forfeited,
    /// Ended by agreement.
    Cancelled,
    /// More or fewer after a split, a consolidation or an exchange of the class.
    Adjusted,
    /// At the end of the period.
    Closing,
    /// Of these, vested.
    Exercisable,
}

/// Rights outstanding at the end of a period that have one strike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriceBand {
    /// The strike.
    pub strike: (Exact, Currency),
    /// How many are outstanding.
    pub outstanding: BigRational,
    /// How many of them have vested.
    pub exercisable: BigRational,
    /// The average of the days that are left of their terms, weighted by count; none where one has no end.
    pub days_left: Option<BigRational>,
}

/// A note on rights of one measure over a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RightsNote {
    /// What stood and what moved, each with the strikes of its time.
    pub rows: BTreeMap<RightsRow, Priced>,
    /// What is outstanding at the end, strike by strike.
    pub bands: Vec<PriceBand>,
}

/// The note on options, warrants or awards: the facts are folded once more, so that each movement has the strike
/// of its own day, which may have changed since. What stood in the books when the log begins is opening.
///
/// Facts are those of a timeline, in its order; what is refused is left out.
#[must_use]
pub fn rights_note(facts: &[Fact<'_>], period: Period, measure: Measure) -> RightsNote {
    let mut note = RightsNote::default();
    let mut ledger = Ledger::default();
    let mut opened = false;
    for fact in facts.iter().take_while(|fact| fact.effective <= period.last) {
        if !opened && fact.effective >= period.first {
            opened = true;
            note.stands(RightsRow::Opening, &ledger, measure);
        }
        let Ok(plan) = ledger.plan(fact) else { continue };
        let moved: Vec<Transfer> =
            plan.transfers().iter().filter(|moved| measure.takes(moved.unit.kind())).copied().collect();
        ledger.apply(fact, plan);
        let cause = Cause::of(fact.event);
        // Before the period only what stands at its start counts.
        for moved in moved.into_iter().filter(|_| opened) {
            note.moved(&ledger, cause, moved);
        }
    }
    if !opened {
        note.stands(RightsRow::Opening, &ledger, measure);
    }
    note.stands(RightsRow::Closing, &ledger, measure);
    note.bands(&ledger, period.last, measure);
    note
}

impl RightsNote {
    fn add(&mut self, row: RightsRow, right: &RightView<'_>, count: Exact) {
        self.rows.entry(row).or_default().add(count, right.strike, right.currency);
    }

    /// All that is held of rights of a measure.
    fn stands(&mut self, row: RightsRow, ledger: &Ledger, measure: Measure) {
        for (right, held) in held(ledger, measure) {
            self.add(row, &right, held);
        }
    }

    fn moved(&mut self, ledger: &Ledger, cause: Cause, moved: Transfer) {
        let Some(right) = ledger.right(moved.unit) else { return };
        let (row, count) = match (moved.from, moved.to) {
            (Place::Writer, Place::Held(_)) if cause == Cause::Opening => (RightsRow::Opening, moved.amount),
            (Place::Writer, Place::Held(_)) if is_adjustment(cause) => (RightsRow::Adjusted, moved.amount),
            (Place::Held(_), Place::Writer) => (RightsRow::Adjusted, moved.amount.negated()),
            (Place::Writer, Place::Held(_)) => (RightsRow::Granted, moved.amount),
            (_, Place::Exercised | Place::Settled) => (RightsRow::Exercised, moved.amount.negated()),
            (_, Place::Expired) => (RightsRow::Expired, moved.amount.negated()),
            (_, Place::Forfeited) => (RightsRow::Forfeited, moved.amount.negated()),
            (_, Place::Cancelled) => (RightsRow::Cancelled, moved.amount.negated()),
            (_, _) => return,
        };
        self.add(row, &right, count);
    }

    /// What is outstanding on a day, strike by strike, and what of it has vested.
    fn bands(&mut self, ledger: &Ledger, day: Date, measure: Measure) {
        let mut bands: BTreeMap<(Currency, Exact), PriceBand> = BTreeMap::new();
        for (right, held) in held(ledger, measure) {
            let vested = held.saturating_minus(ledger.unvested(right.unit, day));
            self.add(RightsRow::Exercisable, &right, vested);
            let strike = (right.strike, right.currency);
            let band = bands.entry((right.currency, right.strike)).or_insert_with(|| PriceBand {
                strike,
                outstanding: BigRational::zero(),
                exercisable: BigRational::zero(),
                days_left: Some(BigRational::zero()),
            });
            let days = right.expires.map(|last| BigRational::from_integer(last.days_since(day).max(0).into()));
            // The sum of count × days until all are there.
            band.days_left = band.days_left.take().zip(days).map(|(sum, days)| sum + days * held.ratio());
            band.outstanding += held.ratio();
            band.exercisable += vested.ratio();
        }
        self.bands = bands.into_values().collect();
        for band in &mut self.bands {
            let all = band.outstanding.clone();
            band.days_left = band.days_left.take().filter(|_| !all.is_zero()).map(|sum| sum / all);
        }
    }
}

const fn is_adjustment(cause: Cause) -> bool {
    matches!(cause, Cause::Restructuring | Cause::BonusIssue | Cause::Exchange)
}

/// The rights of a measure of which something is held, and how much.
fn held(ledger: &Ledger, measure: Measure) -> impl Iterator<Item = (RightView<'_>, Exact)> {
    let mut sums: BTreeMap<Unit, Exact> = BTreeMap::new();
    for (account, balance) in ledger.accounts() {
        if matches!(account.place, Place::Held(_)) && measure.takes(account.unit.kind()) {
            let sum = sums.entry(account.unit).or_default();
            *sum = sum.saturating_plus(balance.amount);
        }
    }
    let sums = sums.into_iter().filter(|(_, held)| !held.is_zero());
    sums.filter_map(|(unit, held)| Some((ledger.right(unit)?, held)))
}
