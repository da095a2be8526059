//! What happened in a year, in parts of it.

use std::iter::repeat_n;

use super::{Basic, Comprehensive, Diluted, Figures, Incremental, PerShare, Rights, Which};
use crate::calc::eps::sequence::{Basis, Potential, dilute, for_nothing};
use crate::calc::eps::stretch::Stretch;
use crate::calc::period::{Period, Weighting};
use crate::calc::{CalcError, Number, Steps};
use crate::date::Date;

const WARRANTS: &str = "warrants";
const OPTIONS: &str = "options";
const PREFERENCE: &str = "convertible_preference";
const BONDS: &str = "convertible_bonds";

/// Shares, and the stretch of the year in which there are so many.
struct Lasting {
    shares: Number,
    stretch: Stretch,
}

/// The average number in a period.
fn in_average(all: &[Lasting], period: &Stretch) -> Result<Number, CalcError> {
    let mut average = Number::zero();
    for Lasting { shares, stretch } in all {
        average = average + shares * stretch.part_of(period)?;
    }
    Ok(average)
}

/// Of a period.
#[derive(Default)]
pub(super) struct Profit {
    pub(super) continuing: Number,
    pub(super) net: Number,
    pub(super) dividends: Number,
}

impl Profit {
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            continuing: &self.continuing + &other.continuing,
            net: &self.net + &other.net,
            dividends: &self.dividends + &other.dividends,
        }
    }
}

/// A year as it is computed with.
pub(super) struct Year<'i> {
    inputs: &'i Comprehensive,
    calendar: Calendar,
    /// Ordinary shares outstanding.
    outstanding: Vec<Lasting>,
    /// Ordinary shares into which preference shares have not converted yet.
    preference: Vec<Lasting>,
    /// The same of bonds.
    bonds: Vec<Lasting>,
    /// Preference dividends of each quarter.
    pub(super) dividends: Vec<Number>,
}

impl<'i> Year<'i> {
    /// # Errors
    /// Days that are not in the year, not in order, or in the midst of a month; more converted than there was.
    pub(super) fn read(inputs: &'i Comprehensive) -> Result<Self, CalcError> {
        let calendar = Calendar::from(inputs.year_start)?;
        let opening = Lasting { shares: (*inputs.opening_shares).clone(), stretch: Stretch::year() };
        let (outstanding, none) = (vec![opening], Vec::new);
        let (preference, bonds, dividends) = (none(), none(), Vec::new());
        let mut year = Self { inputs, calendar, outstanding, preference, bonds, dividends };
        for (index, issue) in inputs.share_issues.iter().flatten().enumerate() {
            let from = year.calendar.point(issue.date, &format!("share_issues[{index}].date"))?;
            year.outstanding.push(Lasting { shares: (*issue.shares).clone(), stretch: Stretch::from(from) });
        }
        year.read_bonds()?;
        year.read_preference()?;
        for (rights, name) in [(&inputs.warrants, WARRANTS), (&inputs.options, OPTIONS)] {
            if let Some(Rights { count, exercised_on: Some(date), .. }) = rights {
                let from = year.calendar.point(*date, &format!("{name}.exercised_on"))?;
                year.outstanding.push(Lasting { shares: (**count).clone(), stretch: Stretch::from(from) });
            }
        }
        Ok(year)
    }

    fn read_bonds(&mut self) -> Result<(), CalcError> {
        let Some(bonds) = &self.inputs.convertible_bonds else { return Ok(()) };
        let count = bonds.principal.over(&bonds.per_bond, "convertible_bonds.per_bond", "the amount of a bond")?;
        let shares = count * &*bonds.shares_per_bond;
        let stretch = match bonds.converted_on {
            None => Stretch::year(),
            Some(date) => {
                let point = self.calendar.point(date, "convertible_bonds.converted_on")?;
                self.outstanding.push(Lasting { shares: shares.clone(), stretch: Stretch::from(point.clone()) });
                Stretch::until(point)
            }
        };
        self.bonds.push(Lasting { shares, stretch });
        Ok(())
    }

    fn read_preference(&mut self) -> Result<(), CalcError> {
        let Some(preference) = &self.inputs.convertible_preference else {
            self.dividends = repeat_n(Number::zero(), 4).collect();
            return Ok(());
        };
        let mut left = (*preference.opening).clone();
        for (index, conversion) in preference.conversions.iter().flatten().enumerate() {
            let path = format!("convertible_preference.conversions[{index}]");
            let point = self.calendar.point(conversion.date, &format!("{path}.date"))?;
            if *conversion.preference_shares > left {
                let message = format!("{} of {left} that are left", conversion.preference_shares);
                return Err(CalcError::at(path, message));
            }
            left = left - &*conversion.preference_shares;
            let shares = &*conversion.preference_shares * &*preference.ratio;
            self.outstanding.push(Lasting { shares: shares.clone(), stretch: Stretch::from(point.clone()) });
            self.preference.push(Lasting { shares, stretch: Stretch::until(point) });
        }
        self.preference.push(Lasting { shares: left * &*preference.ratio, stretch: Stretch::year() });
        for months in [3, 6, 9, 12] {
            let next = self.inputs.year_start.months_after(months);
            let by_then = preference.conversions.iter().flatten().filter(|conversion| conversion.date < next);
            let converted: Number = by_then.map(|conversion| &*conversion.preference_shares).sum();
            self.dividends.push((&*preference.opening - converted) * &*preference.dividend_per_quarter);
        }
        Ok(())
    }

    /// The incremental shares of rights in a period, by the average price of the part of it in which they exist.
    pub(super) fn rights(&self, which: Which, period: &Stretch) -> Result<Number, CalcError> {
        let (rights, name) = match which {
            Which::Warrants => (&self.inputs.warrants, WARRANTS),
            Which::Options => (&self.inputs.options, OPTIONS),
        };
        let Some(rights) = rights else { return Ok(Number::zero()) };
        let exists = self.calendar.existence(rights, name)?;
        let mut prices = Vec::new();
        for (month, price) in self.months(which)? {
            if exists.and(period).covers(&month) {
                prices.push(price);
            }
        }
        if prices.is_empty() {
            return Ok(Number::zero());
        }
        let average =
            prices.iter().sum::<Number>().over(&Number::whole(prices.len()), "avg_price", "the number of months")?;
        let shares = for_nothing(&rights.count, &rights.exercise_price, &average, "avg_price")?;
        Ok(shares * exists.part_of(period)?)
    }

    /// The months of the year, each with the average price that some rights take.
    fn months(&self, which: Which) -> Result<Vec<(Stretch, Number)>, CalcError> {
        let mut special = Vec::new();
        for (index, price) in self.inputs.special_avg.iter().flatten().enumerate() {
            let path = format!("special_avg[{index}]");
            if price.to <= price.from {
                return Err(CalcError::at(path, format!("{} is not before {}", price.from, price.to)));
            }
            let from = self.calendar.nearest(price.from, &format!("{path}.from"))?;
            let stretch = Stretch::new(from, self.calendar.nearest(price.to, &format!("{path}.to"))?);
            if price.of == which {
                special.push((path, stretch, &price.price));
            }
        }
        let of_quarters = self.inputs.avg_price.iter().flat_map(|price| repeat_n(price, 3));
        let mut months = Vec::new();
        for (index, of_quarter) in (0..).zip(of_quarters) {
            let month = Stretch::nth(index, 12)?;
            let mut own = special.iter().filter(|(_, stretch, _)| stretch.covers(&month));
            let price = own.next().map_or(of_quarter, |(_, _, price)| price);
            if let Some((path, ..)) = own.next() {
                return Err(CalcError::at(path, "another price stands for some of the same months"));
            }
            months.push((month, (**price).clone()));
        }
        Ok(months)
    }

    /// Basic and diluted figures of a period; the incremental shares of warrants and of options are given.
    pub(super) fn figures(
        &self,
        period: &Stretch,
        profit: &Profit,
        (warrants, options): (Number, Number),
        name: &str,
        steps: &mut Steps,
    ) -> Result<Figures, CalcError> {
        let Profit { continuing, net, dividends } = profit;
        let shares = in_average(&self.outstanding, period)?;
        if shares == Number::zero() {
            return Err(CalcError::at("opening_shares", format!("{name}: there are no ordinary shares")));
        }
        steps.say(format!("{name}: basic shares"), "outstanding, by months", &shares);
        steps.say(format!("{name}: preference dividends"), "of shares left at the end of quarters", dividends);
        let basic = Basis { earnings: continuing - dividends, shares };
        let nothing = Number::zero;
        let all = [
            Potential { id: WARRANTS, shares: warrants, earnings: nothing() },
            Potential { id: OPTIONS, shares: options, earnings: nothing() },
            Potential { id: PREFERENCE, shares: in_average(&self.preference, period)?, earnings: dividends.clone() },
            Potential { id: BONDS, shares: in_average(&self.bonds, period)?, earnings: self.interest(period) },
        ];
        let dilution = dilute(&basic, &all, steps)?;
        let [warrants, options, convertible_preference, convertible_bonds] =
            all.map(|potential| if dilution.includes(potential.id) { potential.shares } else { nothing() });
        let discontinued = net - continuing;
        Ok(Figures {
            preference_dividends: dividends.clone(),
            basic: Basic {
                earnings_total: &basic.earnings + &discontinued,
                eps: PerShare::of(&basic, &discontinued)?,
                earnings_continuing: basic.earnings,
                shares: basic.shares,
            },
            diluted: Diluted {
                eps: PerShare::of(&dilution.basis, &discontinued)?,
                earnings_continuing: dilution.basis.earnings,
                incremental: Incremental { warrants, options, convertible_preference, convertible_bonds },
                shares: dilution.basis.shares,
            },
        })
    }

    /// Interest of a period on bonds that are not converted, after tax.
    fn interest(&self, period: &Stretch) -> Number {
        let Some(bonds) = &self.inputs.convertible_bonds else { return Number::zero() };
        let of_year = &*bonds.principal * &*bonds.coupon * (Number::one() - &*self.inputs.tax_rate);
        let unconverted: Number = self.bonds.iter().map(|bonds| bonds.stretch.and(period).length()).sum();
        of_year * unconverted
    }
}

impl PerShare {
    fn of(basis: &Basis, discontinued: &Number) -> Result<Self, CalcError> {
        let eps_continuing = basis.per_share()?;
        let eps_discontinued = discontinued.over(&basis.shares, "opening_shares", "the number of shares")?;
        Ok(Self { eps_total: &eps_continuing + &eps_discontinued, eps_continuing, eps_discontinued })
    }
}

/// The days of a year, which begins with a month.
struct Calendar(Period);

impl Calendar {
    fn from(start: Date) -> Result<Self, CalcError> {
        if start.day_of_month() != 1 {
            return Err(CalcError::at("year_start", format!("{start} is not the first of a month")));
        }
        Ok(Self(Period { start, end: start.months_after(12).previous() }))
    }

    /// The point of the year from which a day counts.
    fn point(&self, date: Date, path: &str) -> Result<Number, CalcError> {
        Ok(Number::one() - self.0.left(Weighting::Month, date, path)?)
    }

    /// The same, of a day that may be before the year or after it: its start or its end.
    fn nearest(&self, date: Date, path: &str) -> Result<Number, CalcError> {
        match date {
            _ if date < self.0.start => Ok(Number::zero()),
            _ if date > self.0.end => Ok(Number::one()),
            _ => self.point(date, path),
        }
    }

    fn existence(&self, rights: &Rights, name: &str) -> Result<Stretch, CalcError> {
        let from = self.nearest(rights.issued, &format!("{name}.issued"))?;
        let to = match rights.exercised_on {
            None => Number::one(),
            Some(date) if date < rights.issued => {
                let message = format!("{date} is before {}, when they were issued", rights.issued);
                return Err(CalcError::at(format!("{name}.exercised_on"), message));
            }
            Some(date) => self.point(date, &format!("{name}.exercised_on"))?,
        };
        Ok(Stretch::new(from, to))
    }
}
