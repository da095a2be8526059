//! 3: proceeds, computed from what the entries say of quantities and prices.

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{
    AssumedValue, AwardsSettled, Consideration, DebtConverted, Delivery, Event, Ratio, Right, Settlement, Vesting,
};
use capfold_core::exact::Exact;
use capfold_core::finding::Finding;
use capfold_core::ledger::{Cause, Ledger, Place, fold_with_lineage};
use capfold_core::log::Fact;
use capfold_core::money::{Currency, Given, GivenPrice, Percent, Quantity};
use capfold_core::name::{Name, Seq};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::logs::log_of;
use super::{Checked, Prefix, Violation, same};

/// 3: proceeds are quantity × price, rounded half up to the currency's smallest amount: of every issue
/// at a price, and of every exercise, lot by lot. What debt becomes is principal and interest ÷ price, rounded
/// down to the grain. So is what is paid back on a redemption.
///
/// # Errors
/// The first fact that brought in something else.
pub fn proceeds_are_products(entries: &[Entry]) -> Result<(), Violation> {
    compared(entries).map_err(|broken| broken.of(3))
}

fn compared(entries: &[Entry]) -> Checked {
    let log = log_of(entries);
    let facts = log.timeline(Cut::default()).facts;
    let (ledger, findings) = fold_with_lineage(&facts);
    let place = |account| ledger.account(account).map(|account| account.place);
    let mut received: BTreeMap<Seq, Vec<BigRational>> = BTreeMap::new();
    for posting in ledger.journal().map_or(&[][..], |journal| journal.postings()) {
        let causes = [Cause::OptionExercise, Cause::WarrantExercise, Cause::Placement, Cause::Units];
        let (from, to) = (place(posting.from), place(posting.to));
        // What is set off against an exercise is received too.
        let set_off = matches!(to, Some(Place::Payable(_) | Place::Debt(_)))
            && matches!(posting.cause, Cause::OptionExercise | Cause::WarrantExercise);
        let received_in = matches!(to, Some(Place::Cash(_))) || set_off;
        let for_shares = matches!(from, Some(Place::ShareCapital(_))) && received_in;
        let cash = matches!(from, Some(Place::Cash(_) | Place::RestrictedCash(_)));
        let back = posting.cause == Cause::Redemption && cash && matches!(to, Some(Place::ShareCapital(_)));
        if (causes.contains(&posting.cause) && for_shares) || back {
            received.entry(posting.stated_by).or_default().push(posting.amount.ratio());
        }
    }
    let mut said = Said::default();
    let conversions = conversions(&ledger);
    for fact in accepted(&facts, &findings) {
        said.hear(fact.event);
        let at = Prefix { cut: Cut::default(), after: Some(fact.stated_by) };
        if let Event::DebtConverted(event) = fact.event {
            let due = said.converted(event).map(|[sum, shares, grain]| (sum, (shares / &grain).floor() * grain));
            let found = conversions.get(&fact.stated_by).cloned().unwrap_or_default();
            let shown = |(sum, shares): (BigRational, BigRational)| format!("{sum} for {shares} shares");
            same(at, "debt converted", &due.map(shown), &Some(shown(found)))?;
        }
        let Some(products) = said.products(fact.event) else { continue };
        let due = products.into_iter().map(|(product, currency)| half_up(&product, currency));
        let due: Vec<BigRational> = due.filter(|amount| !amount.is_zero()).collect();
        let shown = |amounts: &[BigRational]| amounts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let found = received.remove(&fact.stated_by).unwrap_or_default();
        same(at, "proceeds", &shown(&due), &shown(&found))?;
    }
    Ok(())
}

/// Money that became share capital, and shares issued for it, by the entry that converts debt.
fn conversions(ledger: &Ledger) -> BTreeMap<Seq, (BigRational, BigRational)> {
    let mut found: BTreeMap<Seq, (BigRational, BigRational)> = BTreeMap::new();
    let postings = ledger.journal().map_or(&[][..], |journal| journal.postings());
    for posting in postings.iter().filter(|posting| posting.cause == Cause::DebtConversion) {
        let (sum, shares) = found.entry(posting.stated_by).or_default();
        let places = [posting.from, posting.to].map(|id| ledger.account(id).map(|account| account.place));
        match places {
            [Some(Place::ShareCapital(_)), _] => *sum += posting.amount.ratio(),
            [_, Some(Place::Held(_))] => *shares += posting.amount.ratio(),
            [_, _] => {}
        }
    }
    found
}

/// The facts that were not refused.
pub(super) fn accepted<'f, 'log>(facts: &'f [Fact<'log>], findings: &[Finding]) -> Vec<&'f Fact<'log>> {
    let refused: BTreeSet<Seq> = findings.iter().map(|finding| finding.seq).collect();
    facts.iter().filter(|fact| !refused.contains(&fact.stated_by)).collect()
}

/// To the smallest amount of the currency, half of it upwards.
fn half_up(amount: &BigRational, currency: Currency) -> BigRational {
    half_up_to(amount, &currency.grain().ratio())
}

fn half_up_to(amount: &BigRational, grain: &BigRational) -> BigRational {
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    (amount / grain + half).floor() * grain
}

/// What the entries say of prices and of assumed numbers.
#[derive(Default)]
pub(super) struct Said {
    chosen: BTreeMap<Name, BigRational>,
    series: BTreeMap<Name, (BigRational, Currency)>,
    /// Shares for a warrant, where not one.
    ratios: BTreeMap<Name, BigRational>,
    lots: BTreeMap<Name, (BigRational, Currency)>,
    /// Classes by the series that buy them, and by the plans.
    bought: BTreeMap<Name, Name>,
    granted: BTreeMap<Name, Name>,
    /// Plans by the lots under them.
    awarded: BTreeMap<Name, Name>,
    /// Lots for which something was charged.
    charged: BTreeSet<Name>,
    grains: BTreeMap<Name, BigRational>,
    /// Debts that bear interest at a rate.
    bearing: BTreeSet<Name>,
    /// What a class converts into, at so many for one.
    conversions: BTreeMap<Name, (Name, BigRational)>,
    /// What a share of a class is redeemed at.
    redemptions: BTreeMap<Name, (BigRational, Currency)>,
}

fn parts(ratio: &Ratio) -> BigRational {
    let (new, old) = ratio.parts();
    new.ratio() / old.ratio()
}

/// The class that an event changes as a whole, what it becomes shares of, and how many of them for one.
pub(super) fn restructuring(event: &Event) -> Option<(&Name, &Name, BigRational)> {
    if let Event::SharesSplit(made) | Event::SharesConsolidated(made) = event {
        Some((&made.class, &made.class, parts(&made.ratio)))
    } else if let Event::BonusSharesIssued(made) = event {
        Some((&made.class, &made.class, parts(&made.ratio) + BigRational::from_integer(BigInt::from(1))))
    } else if let Event::ClassExchanged(made) = event {
        Some((&made.from, &made.to, parts(&made.ratio)))
    } else {
        None
    }
}

impl Said {
    fn number<T: Copy + Into<Exact>>(&self, given: &Given<T>) -> Option<BigRational> {
        let stated = |value: T| -> BigRational { value.into().ratio() };
        match given {
            Given::Stated(value) => Some(stated(*value)),
            Given::Assumed(name) => self.chosen.get(name).cloned(),
            Given::Rest(rest) => self.chosen.get(&rest.after).map(|part| stated(rest.total) - part),
        }
    }

    fn price(&self, price: &GivenPrice) -> Option<(BigRational, Currency)> {
        Some((self.number(&price.amount)?, price.currency))
    }

    /// Remembers what an accepted event says.
    pub(super) fn hear(&mut self, event: &Event) {
        if let Event::AssumptionMade(made) = event {
            let chosen = match &made.value {
                AssumedValue::Quantity(value) => value.chosen,
                AssumedValue::Amount(value) | AssumedValue::Price(value) => value.chosen,
                AssumedValue::Date(_) | AssumedValue::Currency(_) => return,
            };
            self.chosen.insert(made.assumption.clone(), chosen.ratio());
        } else if let Event::ConversionAdjusted(made) = event {
            if let Some((_, ratio)) = self.conversions.get_mut(&made.class) {
                *ratio = parts(&made.ratio);
            }
        } else if let Event::SeriesRegistered(made) = event {
            self.series.extend(self.price(&made.strike).map(|strike| (made.series.clone(), strike)));
            let ratio = made.ratio.map(|ratio| ratio.new.exact().ratio() / ratio.old.exact().ratio());
            self.ratios.extend(ratio.map(|ratio| (made.series.clone(), ratio)));
            self.bought.insert(made.series.clone(), made.class.clone());
        } else if let Event::RightRepriced(made) = event {
            let strike = self.price(&made.strike);
            match &made.right {
                Right::Series(series) => self.series.extend(strike.map(|strike| (series.clone(), strike))),
                Right::Grant(grant) => self.lots.extend(strike.map(|strike| (grant.clone(), strike))),
            }
        } else if let Event::ClassRegistered(made) = event {
            let grain = made.grain.map_or(Exact::ONE, Quantity::exact);
            self.grains.insert(made.class.clone(), grain.ratio());
            let terms = made.conversion.as_ref().map(|terms| (terms.into.clone(), parts(&terms.ratio)));
            self.conversions.extend(terms.map(|terms| (made.class.clone(), terms)));
            let price = made.redemption.as_ref().and_then(|terms| self.price(&terms.price));
            self.redemptions.extend(price.map(|price| (made.class.clone(), price)));
        } else if let Event::OptionsGranted(made) = event {
            self.awarded.insert(made.grant.clone(), made.plan.clone());
            self.lots.extend(self.price(&made.strike).map(|strike| (made.grant.clone(), strike)));
        } else if let Event::DebtIssued(made) = event {
            self.bearing.extend(made.interest.is_some().then(|| made.debt.clone()));
        } else if let Event::OpeningBalances(opening) = event {
            for row in &opening.options {
                self.awarded.insert(row.grant.clone(), row.plan.clone());
                self.lots.extend(self.price(&row.strike).map(|strike| (row.grant.clone(), strike)));
                self.charged.extend(row.reserve.is_some().then(|| row.grant.clone()));
            }
        } else if let Event::PlanRegistered(made) = event {
            self.granted.insert(made.plan.clone(), made.class.clone());
        } else if let Event::AwardsGranted(made) = event {
            self.awarded.insert(made.grant.clone(), made.plan.clone());
            let base = made.base.as_ref().and_then(|base| self.price(base));
            self.lots.extend(base.map(|base| (made.grant.clone(), base)));
        } else if let Event::CompensationRecognised(made) = event {
            self.charged.insert(made.grant.clone());
        } else if let Some((from, to, factor)) = restructuring(event) {
            self.restructured(from, to, &factor);
        }
    }

    /// So many shares of one class for one of another: what is priced by them is divided, and what is for
    /// them is for the others.
    fn restructured(&mut self, from: &Name, to: &Name, factor: &BigRational) {
        let divide = |price: &mut BigRational| *price = half_up_to(&(&*price / factor), &Exact::from_raw(1).ratio());
        let of_class = |class: Option<&Name>| class == Some(from);
        for (series, (strike, _)) in &mut self.series {
            if of_class(self.bought.get(series)) {
                divide(strike);
            }
        }
        for (lot, (strike, _)) in &mut self.lots {
            if of_class(self.awarded.get(lot).and_then(|plan| self.granted.get(plan))) {
                divide(strike);
            }
        }
        let classes = self.bought.values_mut().chain(self.granted.values_mut());
        classes.filter(|class| *class == from).for_each(|class| *class = to.clone());
        if from == to {
            self.redemptions.get_mut(from).into_iter().for_each(|(price, _)| divide(price));
            self.conversions.get_mut(from).into_iter().for_each(|(_, ratio)| *ratio = &*ratio / factor);
        }
        self.conversions.retain(|class, (into, _)| from == to || into != from || class != to);
        for (_, (into, ratio)) in self.conversions.iter_mut().filter(|(class, _)| *class != from) {
            if into == from {
                *into = to.clone();
                *ratio = &*ratio * factor;
            }
        }
    }

    /// Whether what an event comes to depends on what was left of a lot's reserve, parts of which are
    /// rounded.
    pub(super) fn depends_on_reserves(&self, event: &Event) -> bool {
        if let Event::CompensationRecognised(made) = event {
            made.reversed
        } else if let Event::AwardsSettled(made) = event {
            matches!(made.by, Delivery::Cash(_)) && self.charged.contains(&made.grant)
        } else {
            false
        }
    }

    /// What an event brings in for shares, or pays back for them, part by part and not rounded; none when nothing says a price.
    pub(super) fn products(&self, event: &Event) -> Option<Vec<(BigRational, Currency)>> {
        let product = |quantity: &Given<Quantity>, (price, currency): &(BigRational, Currency)| {
            Some((self.number(quantity)? * price, *currency))
        };
        if is_net(event) {
            Some(Vec::new())
        } else if let Event::OptionsExercised(exercise) = event {
            exercise.lots.iter().map(|lot| product(&lot.quantity, self.lots.get(&lot.grant)?)).collect()
        } else if let Event::WarrantsExercised(exercise) = event {
            let (product, currency) = product(&exercise.quantity, self.series.get(&exercise.series)?)?;
            let shares_each = self.ratios.get(&exercise.series);
            Some(vec![(shares_each.map_or(product.clone(), |ratio| product * ratio), currency)])
        } else if let Event::SharesRedeemed(made) = event {
            Some(vec![product(&made.quantity, self.redemptions.get(&made.class)?)?])
        } else if let Event::SharesIssued(issue) = event
            && let Consideration::Cash(cash) = &issue.consideration
        {
            Some(vec![product(&issue.quantity, &self.price(cash.price.as_ref()?)?)?])
        } else if let Event::UnitsIssued(issue) = event
            && let Consideration::Cash(cash) = &issue.consideration
        {
            Some(vec![product(&issue.quantity, &self.price(cash.price.as_ref()?)?)?])
        } else {
            None
        }
    }

    /// The counts and sums that follow from others under the terms of an event, not rounded, each with the
    /// grain on which it is.
    pub(super) fn counts(&self, event: &Event) -> Vec<(BigRational, BigRational)> {
        if let Event::SharesIssued(issue) = event {
            self.subscribed(&issue.quantity, &issue.consideration).into_iter().collect()
        } else if let Event::UnitsIssued(issue) = event {
            let warrants = self.number(&issue.quantity).map(|units| units * issue.per_unit.exact().ratio());
            let warrants = warrants.zip(self.grain(&issue.series));
            warrants.into_iter().chain(self.subscribed(&issue.quantity, &issue.consideration)).collect()
        } else if let Event::FindersFeePaid(fee) = event {
            let part = |base: Option<BigRational>, percent: Percent| {
                Some(base? * (percent.exact().ratio() / Percent::WHOLE.ratio()))
            };
            let count = || self.number(fee.count.as_ref()?);
            let cash = fee.cash.as_ref().and_then(|cash| {
                let raised = fee.amount.as_ref()?;
                Some((part(self.number(&raised.amount), cash.percent)?, raised.currency.grain().ratio()))
            });
            let shares = fee
                .shares
                .as_ref()
                .and_then(|shares| Some((part(count(), shares.percent)?, self.grains.get(&fee.class).cloned()?)));
            let warrants = fee
                .warrants
                .as_ref()
                .and_then(|warrants| Some((part(count(), warrants.percent)?, self.grain(&warrants.series)?)));
            [cash, shares, warrants].into_iter().flatten().collect()
        } else if let Event::SharesConverted(made) = event {
            let converted = || {
                let (into, ratio) = self.conversions.get(&made.class)?;
                Some((self.number(&made.quantity)? * ratio, self.grains.get(into)?.clone()))
            };
            converted().into_iter().collect()
        } else if let Event::DividendDeclared(made) = event {
            // What is whole for the smallest holding is whole for all.
            let of_grain = || {
                let (price, currency) = self.price(&made.per_share)?;
                Some((self.grains.get(&made.class)? * price, currency.grain().ratio()))
            };
            of_grain().into_iter().collect()
        } else if let Event::StockDividendPaid(made) = event {
            let of_grain =
                || Some((self.grains.get(&made.class)? * parts(&made.ratio), self.grains.get(&made.of)?.clone()));
            of_grain().into_iter().collect()
        } else if let Event::ClassExchanged(made) = event {
            let of_grain =
                || Some((self.grains.get(&made.from)? * parts(&made.ratio), self.grains.get(&made.to)?.clone()));
            of_grain().into_iter().collect()
        } else if let Event::AwardsGranted(made) = event {
            self.vesting_part(&made.plan, &made.quantity, made.vesting.as_ref()).into_iter().collect()
        } else if let Event::AwardsSettled(made) = event {
            self.appreciation(made).into_iter().collect()
        } else if let Event::RightsDistributed(made) = event {
            let of_grain = || Some((self.grains.get(&made.class)? * parts(&made.ratio), self.grain(&made.series)?));
            of_grain().into_iter().collect()
        } else if let Event::OptionsGranted(made) = event {
            self.vesting_part(&made.plan, &made.quantity, made.vesting.as_ref()).into_iter().collect()
        } else if let Event::OpeningBalances(opening) = event {
            let rows = opening.options.iter();
            rows.filter_map(|row| self.vesting_part(&row.plan, &row.quantity, row.vesting.as_ref())).collect()
        } else {
            Vec::new()
        }
    }

    /// What was subscribed before for so many shares or units, at its price.
    fn subscribed(&self, quantity: &Given<Quantity>, of: &Consideration) -> Option<(BigRational, BigRational)> {
        let Consideration::Subscription(subscription) = of else { return None };
        let (price, currency) = self.price(subscription.price.as_ref()?)?;
        Some((self.number(quantity)? * price, currency.grain().ratio()))
    }

    /// The shares that the rise over the base is worth.
    fn appreciation(&self, made: &AwardsSettled) -> Option<(BigRational, BigRational)> {
        let Delivery::Appreciation(market) = &made.by else { return None };
        let ((base, _), (market, _)) = (self.lots.get(&made.grant)?, self.price(market)?);
        let grain = self.grains.get(self.granted.get(self.awarded.get(&made.grant)?)?)?;
        let shares = (!market.is_zero()).then(|| (&market - base) / &market)?;
        Some((self.number(&made.quantity)? * shares, grain.clone()))
    }

    /// What of a lot vests each time, where it vests in equal parts.
    fn vesting_part(
        &self,
        plan: &Name,
        quantity: &Given<Quantity>,
        vesting: Option<&Vesting>,
    ) -> Option<(BigRational, BigRational)> {
        let Some(Vesting::Monthly(monthly)) = vesting else { return None };
        let part = self.number(quantity)? / BigRational::from_integer(BigInt::from(monthly.times));
        Some((part, self.grains.get(self.granted.get(plan)?)?.clone()))
    }

    /// The grain of the class that a series buys.
    fn grain(&self, series: &Name) -> Option<BigRational> {
        self.grains.get(self.bought.get(series)?).cloned()
    }

    /// What a conversion of debt comes to: the money that becomes share capital, and the shares for it, not
    /// rounded, with the grain of their class.
    fn converted(&self, event: &DebtConverted) -> Option<[BigRational; 3]> {
        let principal = self.number(&event.principal.amount)?;
        let interest = event.interest.as_ref().map(|interest| self.number(&interest.amount));
        let sum = principal + interest.unwrap_or_else(|| Some(BigRational::zero()))?;
        let shares = &sum / self.number(&event.price.amount)?;
        Some([sum, shares, self.grains.get(&event.class)?.clone()])
    }

    /// Whether an event rounds interest, or the shares for a debt: also when it is refused for something
    /// else, which more shares may come before.
    pub(super) fn rounds(&self, event: &Event, refused: bool) -> bool {
        if let Event::InterestAccrued(accrued) = event {
            return self.bearing.contains(&accrued.debt);
        }
        let Event::DebtConverted(converted) = event else { return false };
        let even = |[_, shares, grain]: [BigRational; 3]| (shares / grain).is_integer();
        self.converted(converted).map_or(!refused, |parts| !even(parts))
    }
}

/// Whether an event exercises rights for fewer shares, and brings in nothing.
pub(super) fn is_net(event: &Event) -> bool {
    let settled = if let Event::OptionsExercised(exercise) = event {
        exercise.settled.as_ref()
    } else if let Event::WarrantsExercised(exercise) = event {
        exercise.settled.as_ref()
    } else {
        None
    };
    matches!(settled, Some(Settlement::Net(_)))
}
