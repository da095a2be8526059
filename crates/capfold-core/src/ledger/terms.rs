//! The terms of a class of shares, as they hold on a day.

use super::accounts::ClassId;
use super::draft::{Draft, within};
use super::rows::Rests;
use crate::date::Date;
use crate::event::{ClassRegistered, DividendRate, DividendTerms, OptionOf, Participation, Ratio, Votes};
use crate::exact::Exact;
use crate::finding::Rejection;
use crate::money::{GivenPrice, Percent, Price};

/// What a class of shares carries: as registered, and as adjusted since.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClassTerms {
    /// Par value.
    pub par: Option<Price<Exact>>,
    /// Votes per share, zero for a class without; none when they are not stated.
    pub votes: Option<Exact>,
    /// What a share is paid before the classes behind it when the company is wound up.
    pub preference: Option<Price<Exact>>,
    /// The dividend that it is entitled to before others.
    pub dividend: Option<ClassDividend>,
    /// How it shares in what is left after all preferences.
    pub participation: ClassParticipation,
    /// Its rank when the company is wound up: 1 is paid first.
    pub seniority: Option<u32>,
    /// What it can be converted into.
    pub conversion: Option<ClassConversion>,
    /// How it is paid back.
    pub redemption: Option<ClassRedemption>,
    /// The assumptions that its prices rest on.
    pub rests: Rests,
}

/// A dividend per share and year: per cent of a price. An amount is a hundred per cent of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClassDividend {
    /// How many per cent.
    pub percent: Exact,
    /// Of what price.
    pub of: Price<Exact>,
    /// Whether what is not declared in a year is owed before others later.
    pub cumulative: bool,
}

/// How a class shares in what is left after all preferences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClassParticipation {
    /// Not at all.
    #[default]
    None,
    /// Like the common shares.
    Full,
    /// Like the common shares, until a share has received this, its preference included.
    UpTo(Price<Exact>),
}

/// What a class can be converted into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClassConversion {
    /// The other class.
    pub into: ClassId,
    /// So many of the other class for so many of this one.
    pub ratio: Ratio,
}

/// How a class is paid back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClassRedemption {
    /// What a share is paid back at.
    pub price: Price<Exact>,
    /// First day on which it can be.
    pub from: Option<Date>,
    /// At whose option; at either's when none is stated.
    pub option_of: Option<OptionOf>,
}

impl Draft<'_> {
    /// The terms that a registration states.
    pub(super) fn terms_of(&mut self, event: &ClassRegistered) -> Result<ClassTerms, Rejection> {
        let par = event.par.as_ref().map(|par| self.price_of("par", par)).transpose()?;
        let votes = event.votes.map(|votes| match votes {
            Votes::None => Exact::ZERO,
            Votes::PerShare(votes) => votes.exact(),
        });
        let preference = event.preference.as_ref().map(|price| self.price_of("preference", price)).transpose()?;
        let dividend = event.dividend.as_ref().map(|terms| self.dividend_of(terms)).transpose()?;
        let participation = match &event.participation {
            None => ClassParticipation::None,
            Some(Participation::Full) => ClassParticipation::Full,
            Some(Participation::UpTo(most)) => ClassParticipation::UpTo(self.price_of("up_to", most)?),
        };
        let conversion = event.conversion.as_ref().map(|terms| {
            let (into, _) = self.ledger.names.class("into", &terms.into)?;
            Ok(ClassConversion { into, ratio: terms.ratio })
        });
        let conversion = conversion.transpose()?;
        let redemption = event.redemption.as_ref().map(|terms| {
            let price = self.price_of("price", &terms.price).map_err(within("redemption"))?;
            Ok(ClassRedemption { price, from: terms.from, option_of: terms.option_of })
        });
        let redemption = redemption.transpose()?;
        let (seniority, rests) = (event.seniority, self.current_rests());
        Ok(ClassTerms { par, votes, preference, dividend, participation, seniority, conversion, redemption, rests })
    }

    fn dividend_of(&mut self, terms: &DividendTerms) -> Result<ClassDividend, Rejection> {
        let (percent, of) = match &terms.rate {
            DividendRate::Percent(part) => (part.percent.exact(), self.price_of("of", &part.of)?),
            DividendRate::Amount(amount) => {
                (Percent::WHOLE, self.price_of("amount", amount).map_err(within("dividend"))?)
            }
        };
        Ok(ClassDividend { percent, of, cumulative: terms.cumulative })
    }

    fn price_of(&mut self, key: &'static str, price: &GivenPrice) -> Result<Price<Exact>, Rejection> {
        Ok(Price { amount: self.price(key, price)?, currency: price.currency })
    }
}
