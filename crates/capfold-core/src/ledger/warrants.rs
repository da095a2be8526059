//! Warrants: series with one strike, one term and one ratio, whoever holds them.

use super::accounts::{HolderId, Place, SeriesId, Unit};
use super::draft::{Draft, too_large, within};
use super::exercise::{Claim, OpenRight};
use super::rows::{Class, Series};
use super::settlement::Exercised;
use crate::event::{
    WarrantsCancelled, WarrantsExercised, WarrantsExpired, WarrantsIssued, WarrantsPaid, WarrantsTransferred,
    WarrantsValue,
};
use crate::exact::{Exact, NumberError, Rounding, fraction, proportion, total};
use crate::finding::{Problem, Rejection, Thing};
use crate::money::GivenQuantity;
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// A series under its name, with the class that it buys.
#[derive(Clone, Copy)]
pub(super) struct Named<'l> {
    pub(super) id: SeriesId,
    pub(super) row: &'l Series,
    pub(super) class_name: &'l Name,
    pub(super) class: &'l Class,
}

impl Named<'_> {
    fn unit(self) -> Unit {
        Unit::Series(self.id)
    }

    /// What is reserved for so many open warrants.
    fn needs(self, open: Exact) -> Result<Exact, Rejection> {
        self.row.shares(open, self.class.grain).map_err(too_large("quantity"))
    }

    /// How much less is reserved when of so many open warrants some are no more.
    fn frees(self, open: Exact, ended: Exact) -> Result<Exact, Rejection> {
        Ok(self.needs(open)?.saturating_minus(self.needs(open.saturating_minus(ended))?))
    }
}

impl Series {
    /// The shares that so many warrants buy, rounded down to the class's grain.
    pub(super) fn shares(&self, warrants: Exact, grain: Exact) -> Result<Exact, NumberError> {
        let Some(ratio) = &self.ratio else { return Ok(warrants) };
        fraction(warrants, ratio.new.exact(), ratio.old.exact(), grain, Rounding::Down).map(|shares| shares.value)
    }
}

impl<'l> Draft<'l> {
    pub(super) fn named(&self, name: &Name) -> Result<Named<'l>, Rejection> {
        let (id, row) = self.ledger.names.series_row("series", name)?;
        let (class_name, class) = self.class_row(row.class, Thing::Series, name)?;
        Ok(Named { id, row, class_name, class })
    }

    /// A registered series, and the count on the class's grain.
    fn warrants(&mut self, name: &Name, quantity: &GivenQuantity) -> Result<(Named<'l>, Exact), Rejection> {
        let series = self.named(name)?;
        let quantity = self.quantity(name, series.class, quantity)?;
        Ok((series, quantity))
    }

    pub(super) fn warrants_issued(&mut self, event: &WarrantsIssued) -> Outcome {
        let series = self.write_warrants(&event.series, &event.holder, &event.quantity)?;
        self.next_counted_segment();
        if let Some(paid) = &event.paid {
            self.warrants_paid(&event.series, series, paid)?;
        }
        if let Some(WarrantsValue { amount, purpose }) = &event.value {
            let to = self.destination(self.spending(purpose)?);
            let value = self.valued(amount, None).map_err(within("value"))?;
            self.money(Place::WarrantReserve(series.id), to, value);
        }
        Ok(())
    }

    fn warrants_paid(&mut self, name: &Name, series: Named<'_>, paid: &WarrantsPaid) -> Outcome {
        let currency = paid.amount.currency;
        if currency != series.row.currency {
            let what = format!("the strike of `{name}`");
            let problem = Problem::CurrencyDiffers { given: currency, what, expected: series.row.currency };
            return Err(Rejection::at("currency", problem));
        }
        let bank = self.bank(&paid.account, currency)?;
        let money = self.valued(&paid.amount, None)?;
        self.money(Place::WarrantReserve(series.id), Place::Cash(bank), money);
        Ok(())
    }

    /// Writes warrants of a series and reserves their shares.
    pub(super) fn write_warrants(
        &mut self,
        name: &Name,
        holder: &Name,
        quantity: &GivenQuantity,
    ) -> Result<Named<'l>, Rejection> {
        let (series, quantity) = self.warrants(name, quantity)?;
        let holder = self.ledger.names.holder("holder", holder)?;
        self.write_counted(series, &[(holder, quantity)])?;
        Ok(series)
    }

    /// Writer → held in the series, unissued → reserved in the class.
    pub(super) fn write_counted(&mut self, series: Named<'_>, written: &[(HolderId, Exact)]) -> Outcome {
        let all = total(written.iter().map(|(_, quantity)| *quantity));
        let all = all.ok_or_else(|| Rejection::at("quantity", Problem::TooLarge))?;
        self.rest_on(&series.row.rests);
        let reserved = if series.row.ratio.is_none() {
            all
        } else {
            let open = self.open_warrants(series);
            series.frees(open.saturating_plus(all), all)?
        };
        self.draw(series.row.class, series.class_name, Place::Reserved, reserved)?;
        for (holder, quantity) in written {
            self.count(Place::Writer, Place::Held(*holder), series.unit(), *quantity);
        }
        Ok(())
    }

    pub(super) fn warrants_exercised(&mut self, event: &WarrantsExercised) -> Outcome {
        let (series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let right = self.open_to_exercise(event, series, quantity)?;
        let (account, settled, currency) = (event.account.as_ref(), event.settled.as_ref(), series.row.currency);
        let Some(payment) = self.payment(account, settled, currency)? else { return Ok(()) };
        let mut exercised = Exercised::default();
        self.exercise(right, &payment, true, &mut exercised)?;
        self.paid_equals(event.paid.as_ref(), exercised.received, currency)?;
        self.release_reserve(series, Place::ShareCapital(series.row.class), quantity)?;
        self.settle_exercise(&payment, &exercised)
    }

    /// Warrants can be exercised when they are in their term, held, and buy whole shares.
    fn open_to_exercise<'r>(
        &mut self,
        event: &'r WarrantsExercised,
        series: Named<'r>,
        quantity: Exact,
    ) -> Result<OpenRight<'r>, Rejection> {
        let row = series.row;
        let claim = Claim {
            key: "series",
            name: &event.series,
            verb: "exercised",
            unit: series.unit(),
            class: row.class,
            holder: self.ledger.names.holder("holder", &event.holder)?,
            rights: quantity,
            shares: whole_shares(&event.series, series, quantity)?,
            unvested: Exact::ZERO,
            strike: row.strike,
            currency: row.currency,
            expires: row.expires,
            rests: &row.rests,
        };
        self.open(claim, || format!("warrants of `{}` exercised by `{}`", event.series, event.holder))
    }

    pub(super) fn warrants_expired(&mut self, event: &WarrantsExpired) -> Outcome {
        let (series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        self.after_term("series", &event.series, series.row.expires)?;
        let what = || format!("warrants of `{}` expired at `{}`", event.series, event.holder);
        self.end_warrants(series, (holder, quantity), Place::Expired, what)
    }

    pub(super) fn warrants_cancelled(&mut self, event: &WarrantsCancelled) -> Outcome {
        let (series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let holder = self.ledger.names.holder("holder", &event.holder)?;
        let what = || format!("warrants of `{}` cancelled at `{}`", event.series, event.holder);
        self.end_warrants(series, (holder, quantity), Place::Cancelled, what)
    }

    /// Ends warrants without exercise.
    fn end_warrants(
        &mut self,
        series: Named<'_>,
        (holder, quantity): (HolderId, Exact),
        to: Place,
        what: impl Fn() -> String,
    ) -> Outcome {
        let held = Place::Held(holder);
        self.enough(held, series.unit(), quantity, what)?;
        let freed = match series.row.ratio {
            None => quantity,
            Some(_) => series.frees(self.open_warrants(series), quantity)?,
        };
        self.count(held, to, series.unit(), quantity);
        self.release(series.row.class, freed);
        self.release_reserve(series, Place::ContributedSurplus, quantity)
    }

    /// Warrants of a series that are still open: written, less exercised and ended.
    fn open_warrants(&self, series: Named<'_>) -> Exact {
        let at = |place| self.balance(place, series.unit()).amount;
        let ended = [Place::Exercised, Place::Expired, Place::Cancelled];
        ended.into_iter().fold(at(Place::Writer).negated(), |left, place| left.saturating_minus(at(place)))
    }

    /// Passes the reserve of warrants that have just ended on to another line of equity: in every currency
    /// in which there is one, its part for so many of those that were open, all of it with the last.
    fn release_reserve(&mut self, series: Named<'_>, to: Place, ended: Exact) -> Outcome {
        let place = Place::WarrantReserve(series.id);
        let functional = self.ledger.functional()?;
        let rests = self.current_rests();
        let mut open = None;
        for currency in self.ledger.accounts.currencies() {
            let unit = Unit::Currency(*currency);
            let reserve = self.balance(place, unit);
            if reserve.is_zero() {
                continue;
            }
            let before = *open.get_or_insert_with(|| self.open_warrants(series).saturating_plus(ended));
            if before.is_zero() {
                break;
            }
            self.next_segment();
            self.rest_on(&rests);
            self.lean_on(place, unit);
            let part = |whole: Exact, grain| {
                let part = proportion(whole.negated(), ended, before, grain);
                part.map(|rounded| rounded.value).map_err(too_large("quantity"))
            };
            let amount = part(reserve.amount, currency.grain())?;
            let carrying = part(reserve.carrying, functional.grain())?;
            self.transfer(to, place, unit, amount, carrying);
        }
        Ok(())
    }

    pub(super) fn warrants_transferred(&mut self, event: &WarrantsTransferred) -> Outcome {
        let (series, quantity) = self.warrants(&event.series, &event.quantity)?;
        let from = self.ledger.names.holder("from", &event.from)?;
        let to = self.ledger.names.holder("to", &event.to)?;
        let place = Place::Held(from);
        self.enough(place, series.unit(), quantity, || {
            format!("warrants of `{}` transferred by `{}`", event.series, event.from)
        })?;
        self.count(place, Place::Held(to), series.unit(), quantity);
        Ok(())
    }
}

/// The shares that warrants buy; refused where a fraction is left.
fn whole_shares(name: &Name, series: Named<'_>, warrants: Exact) -> Result<Exact, Rejection> {
    let Some(ratio) = &series.row.ratio else { return Ok(warrants) };
    let (new, old) = (ratio.new.exact(), ratio.old.exact());
    let shares = series.needs(warrants)?;
    if shares.ratio() * old.ratio() == warrants.ratio() * new.ratio() {
        return Ok(shares);
    }
    let series = name.clone();
    Err(Rejection::at("quantity", Problem::FractionOfShare { series, warrants, new, old, shares }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Ratio, SeriesKind};
    use crate::ledger::accounts::ClassId;
    use crate::ledger::rows::Rests;
    use crate::money::Factor;
    use crate::name::Seq;

    fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().expect("a number of the test table")
    }

    fn series(ratio: Option<(&str, &str)>) -> Series {
        let factor = number::<Factor>;
        Series {
            label: "W".parse().expect("a label"),
            class: ClassId::from_index(0),
            strike: number("0.5"),
            currency: number("CAD"),
            priced_by: Seq(1),
            expires: None,
            ratio: ratio.map(|(new, old)| Ratio { new: factor(new), old: factor(old) }),
            acceleration: None,
            kind: SeriesKind::Ordinary,
            rests: Rests::new(),
        }
    }

    #[test]
    fn warrants_buy_shares_by_their_ratio_on_the_grain_of_the_class() {
        let rows = [
            (None, "7", "1", "7", true),
            (Some(("1", "2")), "7", "1", "3", false),
            (Some(("1", "2")), "8", "1", "4", true),
            (Some(("1", "2")), "8", "10", "0", false),
            (Some(("1", "2")), "20", "10", "10", true),
            (Some(("1", "2")), "0.5", "0.25", "0.25", true),
            (Some(("1", "3")), "1", "0.0000000001", "0.3333333333", false),
            (Some(("0.75", "1")), "6", "1", "4", false),
            (Some(("2", "1")), "6", "1", "12", true),
        ];
        let (class_name, series_name) = (number("common"), number("w"));
        for (ratio, warrants, grain, bought, whole) in rows {
            let row = series(ratio);
            let (label, grain, terms) = (number("C"), number(grain), Box::default());
            let class = Class { label, grain, unlimited: true, charters: Vec::new(), terms };
            let named = Named { id: SeriesId::from_index(0), row: &row, class_name: &class_name, class: &class };
            assert_eq!(named.needs(number(warrants)), Ok(number(bought)), "{warrants} at {ratio:?}");
            let exercised = whole_shares(&series_name, named, number(warrants));
            assert_eq!(exercised.is_ok(), whole, "{warrants} at {ratio:?} on {grain}: {exercised:?}");
        }
    }
}
