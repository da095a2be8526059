//! The book: balances by dump key, what was registered, and the rules that several events share.

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::event::EventKind;
use chrono::{Datelike, Days, NaiveDate};
use num_traits::Zero;
use serde_json::Value;

use super::json::{Judged, Refused, day, field, optional, require, tagged, text};
use super::log::Fact;
use super::number::{self, Money, Number, cents, half_up, is_multiple};

/// The most that a rate of a day may be old, unless a policy says otherwise.
const MAX_AGE_DAYS: u64 = 7;

/// Events that may stand before the opening balances although they move something.
const NO_MOVEMENT: &[&str] = &[
    "opening_balances",
    "authorised_set",
    "certificate_issued",
    "certificate_replaced",
    "certificate_cancelled",
    "property_option_agreed",
    "lease_agreed",
    "joint_venture_agreed",
    "joint_venture_called",
    "royalty_agreed",
    "agreement_terminated",
    "property_option_exercised",
];

/// Everything that folding the facts so far has come to.
#[derive(Default)]
pub(super) struct Book {
    pub(super) opened: bool,
    pub(super) functional: String,
    pub(super) year_end: String,
    /// Day of the fact at hand.
    pub(super) today: NaiveDate,
    /// Amount and carrying amount by dump key.
    pub(super) balances: BTreeMap<String, (Number, Number)>,
    /// Registrations as they were written, by kind of thing and name.
    pub(super) things: BTreeMap<(&'static str, String), Value>,
    /// Classes without a limit.
    pub(super) unlimited: BTreeSet<String>,
    /// The policy in force, by its kind.
    pub(super) policies: BTreeMap<String, Value>,
    /// Observed rates by base, quote and span.
    pub(super) rates: BTreeMap<(String, String, String), BTreeMap<NaiveDate, Number>>,
    /// Whether the fact at hand made a transfer.
    transferred: bool,
    /// Whether a fact made a transfer after which no opening balance may come.
    pub(super) moved: bool,
    /// What the accounts that the fact at hand moves stood at before it.
    pub(super) before: BTreeMap<String, (Number, Number)>,
    /// What the things that the fact at hand registers or changes were before it.
    earlier: Vec<((&'static str, String), Option<Value>)>,
}

impl Book {
    /// Takes a fact in, or refuses it and is as it was. What no later check can refuse is done directly;
    /// balances and registrations are taken back.
    pub(super) fn take(&mut self, fact: &Fact) -> Judged<()> {
        self.before.clear();
        self.earlier.clear();
        let judged = self.attempt(fact);
        if judged.is_err() {
            self.balances.append(&mut self.before);
            for (thing, value) in self.earlier.drain(..).rev() {
                match value {
                    Some(value) => self.things.insert(thing, value),
                    None => self.things.remove(&thing),
                };
            }
        }
        judged
    }

    fn attempt(&mut self, fact: &Fact) -> Judged<()> {
        let (kind, event) = tagged(&fact.event)?;
        require(self.opened || kind == "book_opened", "the book is not open")?;
        self.today = fact.effective;
        self.transferred = false;
        for name in &fact.assumes {
            self.check_assumed_day(name.as_str().unwrap_or_default())?;
        }
        self.happen(kind, event)?;
        let opening = kind == "debt_issued" && tagged(field(event, "for")?)?.0 == "opening";
        if self.transferred && !opening && !NO_MOVEMENT.contains(&kind) {
            self.moved = true;
        }
        Ok(())
    }

    fn happen(&mut self, tag: &str, event: &Value) -> Judged<()> {
        let kind = EventKind::ALL.iter().find(|kind| kind.tag() == tag);
        match kind.ok_or(Refused("malformed: no such event"))? {
            EventKind::BookOpened => self.book_opened(event),
            EventKind::HolderRegistered => self.register("holder", event),
            EventKind::ClassRegistered => self.class_registered(event),
            EventKind::SeriesRegistered => self.series_registered(event),
            EventKind::PlanRegistered => self.plan_registered(event),
            EventKind::PropertyRegistered => self.register("property", event),
            EventKind::ProjectRegistered => self.register("project", event),
            EventKind::AccountRegistered => self.register("account", event),
            EventKind::DocumentCited => self.register("document", event),
            EventKind::AssumptionMade => self.register("assumption", event),
            EventKind::PolicyAdopted => self.policy_adopted(event),
            EventKind::RateObserved => self.rate_observed(event),
            EventKind::OpeningBalances => self.opening_balances(event),
            EventKind::PeriodClosed => self.period_closed(),
            EventKind::AuthorisedSet => self.authorised_set(event),
            EventKind::SharesSplit | EventKind::SharesConsolidated => self.restructured(event, false),
            EventKind::BonusSharesIssued => self.restructured(event, true),
            EventKind::ClassExchanged => self.class_exchanged(event),
            EventKind::Renamed => self.renamed(event),
            EventKind::SharesConverted => self.shares_converted(event),
            EventKind::ConversionAdjusted => self.conversion_adjusted(event),
            EventKind::BidAnnounced => self.bid_announced(event),
            EventKind::SharesRepurchased => self.shares_repurchased(event),
            EventKind::TreasuryReissued => self.treasury_reissued(event),
            EventKind::TreasuryCancelled => self.treasury_cancelled(event),
            EventKind::SharesRedeemed => self.shares_redeemed(event),
            EventKind::SharesCancelled => self.shares_cancelled(event),
            EventKind::IssueRescinded => self.issue_rescinded(event),
            EventKind::DividendDeclared => self.dividend_declared(event),
            EventKind::DividendPaid => self.dividend_paid(event),
            EventKind::StockDividendPaid => self.stock_dividend_paid(event),
            EventKind::SpunOut => self.spun_out(event),
            EventKind::SharesIssued => self.shares_issued(event),
            EventKind::PlacementAnnounced => self.placement_announced(event),
            EventKind::UnitsIssued => self.units_issued(event),
            EventKind::TrancheClosed => self.tranche_closed(event),
            EventKind::FlowThroughSpent => self.flow_through_spent(event),
            EventKind::FindersFeePaid => self.finders_fee_paid(event),
            EventKind::SubscriptionReceived => self.subscription_received(event),
            EventKind::SubscriptionRefunded => self.subscription_refunded(event),
            EventKind::ObligationIncurred => self.obligation_incurred(event),
            EventKind::ObligationSettled => self.obligation_settled(event),
            EventKind::ObligationReleased => self.obligation_released(event),
            EventKind::SharesTransferred => self.shares_transferred(event),
            EventKind::EscrowAgreed => self.register("escrow", event),
            EventKind::EscrowTermsChanged => self.escrow_terms_changed(event),
            EventKind::EscrowDeposited => self.escrow_deposited(event),
            EventKind::EscrowReleased => self.escrow_released(event),
            EventKind::CertificateIssued => self.certificate_issued(event),
            EventKind::CertificateReplaced => self.certificate_replaced(event),
            EventKind::CertificateCancelled => self.certificate_cancelled(event),
            EventKind::OptionsGranted => self.options_granted(event),
            EventKind::OptionsExercised => self.options_exercised(event),
            EventKind::OptionsExpired => self.options_expired(event),
            EventKind::OptionsForfeited => self.options_forfeited(event),
            EventKind::OptionsCancelled => self.options_cancelled(event),
            EventKind::AwardsGranted => self.awards_granted(event),
            EventKind::AwardsSettled => self.awards_settled(event),
            EventKind::CompensationRecognised => self.compensation_recognised(event),
            EventKind::VestingConditionMet => self.vesting_condition_met(event),
            EventKind::VestingAccelerated => self.vesting_accelerated(event),
            EventKind::PlanLimitsSet => self.plan_limits_set(event),
            EventKind::WarrantsIssued => self.warrants_issued(event),
            EventKind::WarrantsExercised => self.warrants_exercised(event),
            EventKind::WarrantsExpired => self.warrants_expired(event),
            EventKind::WarrantsTransferred => self.warrants_transferred(event),
            EventKind::WarrantsCancelled => self.warrants_cancelled(event),
            EventKind::RightRepriced => self.right_repriced(event),
            EventKind::RightExtended => self.right_extended(event),
            EventKind::AccelerationNoticed => self.acceleration_noticed(event),
            EventKind::RightsDistributed => self.rights_distributed(event),
            EventKind::CashReceived => self.cash_received(event),
            EventKind::CashPaid => self.cash_paid(event),
            EventKind::CashMoved => self.cash_moved(event),
            EventKind::CashConverted => self.cash_converted(event),
            EventKind::ExpenseAccrued => self.expense_accrued(event),
            EventKind::LiabilityPaid => self.liability_paid(event),
            EventKind::DebtIssued => self.debt_issued(event),
            EventKind::InterestAccrued => self.interest_accrued(event),
            EventKind::DebtRepaid => self.debt_repaid(event),
            EventKind::DebtConverted => self.debt_converted(event),
            EventKind::DebtExtended => self.debt_extended(event),
            EventKind::ConversionTermsSet => self.conversion_terms_set(event),
            EventKind::MfnExercised => self.mfn_exercised(event),
            EventKind::DebtForgiven => self.debt_forgiven(event),
            EventKind::ExchangeRevalued => self.exchange_revalued(),
            EventKind::IncomeAccrued => self.income_accrued(event),
            EventKind::PrepaidUsed => self.prepaid_used(event),
            EventKind::WrittenDown => self.written_down(event),
            EventKind::PropertyOptionAgreed => self.property_option_agreed(event),
            EventKind::PropertyPaid => self.property_paid(event),
            EventKind::LeaseAgreed => self.agreed("lease_agreed", event),
            EventKind::LeasePaid => self.lease_paid(event),
            EventKind::JointVentureAgreed => self.agreed("joint_venture_agreed", event),
            EventKind::JointVentureContributed => self.joint_venture_contributed(event),
            EventKind::WorkSpent => self.work_spent(event),
            EventKind::PropertyReceipt => self.property_receipt(event),
            EventKind::AgreementTerminated => self.agreement_terminated(event),
            EventKind::PropertyOptionExercised => self.property_option_exercised(event),
            EventKind::PurchaseOptionExercised => self.purchase_option_exercised(event),
            EventKind::JointVentureCalled => self.joint_venture_called(event),
            EventKind::JointVentureDiluted => self.joint_venture_diluted(event),
            EventKind::RoyaltyAgreed => self.royalty_agreed(event),
            EventKind::AdvanceRoyaltyPaid => self.advance_royalty_paid(event),
            EventKind::RoyaltyPaid => self.royalty_paid(event),
            EventKind::RoyaltyBoughtBack => self.royalty_bought_back(event),
            // What corrections amount to is among the facts; they themselves are not.
            EventKind::Amend | EventKind::Void => Err(Refused("malformed: a correction is no fact")),
        }
    }

    /// Amount and carrying amount under a dump key, as text.
    pub(super) fn show(&self, key: &str) -> (String, String) {
        let (amount, carrying) = self.balances.get(key).cloned().unwrap_or_default();
        (number::show(&amount), number::show(&carrying))
    }

    /// The balances that are not nothing, as text.
    pub(super) fn dump(&self) -> BTreeMap<String, (String, String)> {
        let something = |(amount, carrying): &(Number, Number)| !(amount.is_zero() && carrying.is_zero());
        let rows = self.balances.iter().filter(|(_, balance)| something(balance));
        rows.map(|(key, (amount, carrying))| (key.clone(), (number::show(amount), number::show(carrying)))).collect()
    }
}

/// Balances and transfers.
impl Book {
    /// Amount and carrying amount of an account.
    pub(super) fn balance(&self, unit: &str, place: &str) -> (Number, Number) {
        self.balances.get(&format!("{unit}/{place}")).cloned().unwrap_or_default()
    }

    /// Moves an amount and a carrying amount between two accounts of one unit.
    pub(super) fn transfer(&mut self, unit: &str, from: &str, to: &str, amount: &Number, carrying: &Number) {
        if amount.is_zero() && carrying.is_zero() {
            return;
        }
        self.transferred = true;
        self.add(format!("{unit}/{from}"), &-amount, &-carrying);
        self.add(format!("{unit}/{to}"), amount, carrying);
    }

    fn add(&mut self, key: String, amount: &Number, carrying: &Number) {
        let balance = self.balances.entry(key.clone()).or_default();
        self.before.entry(key).or_insert_with(|| balance.clone());
        balance.0 += amount;
        balance.1 += carrying;
    }

    /// Moves a count, or a promise: something without a carrying amount.
    pub(super) fn transfer_count(&mut self, unit: &str, from: &str, to: &str, amount: &Number) {
        self.transfer(unit, from, to, amount, &Number::zero());
    }

    /// Moves a carrying amount alone.
    pub(super) fn transfer_carrying(&mut self, unit: &str, from: &str, to: &str, carrying: &Number) {
        self.transfer(unit, from, to, &Number::zero(), carrying);
    }

    /// Cash leaves for something of a value; what the cash was carried at differs by a realised
    /// exchange difference.
    pub(super) fn cash_out(&mut self, cash: &str, to: &str, paid: &Money, value: &Number) -> Judged<()> {
        let unit = unit_of(paid);
        let average = self.average_of_asset(cash, paid)?;
        self.transfer(&unit, cash, to, &paid.amount, value);
        self.transfer_carrying(&unit, "exchange/realised", cash, &(value - average));
        Ok(())
    }

    /// Cash settles what is owed at a place; both leave at their average carrying amounts.
    pub(super) fn settle(&mut self, cash: &str, place: &str, money: &Money) -> Judged<()> {
        let unit = unit_of(money);
        let carried_cash = self.average_of_asset(cash, money)?;
        let carried_debt = self.average_of_liability(place, money)?;
        self.transfer(&unit, cash, place, &money.amount, &carried_cash);
        self.transfer_carrying(&unit, "exchange/realised", place, &(carried_debt - carried_cash));
        Ok(())
    }

    /// Functional currency between lines of equity.
    pub(super) fn equity(&mut self, from: &str, to: &str, amount: &Number) {
        let unit = format!("currency:{}", self.functional);
        self.transfer(&unit, from, to, amount, amount);
    }

    /// The carrying amount of a place over all currencies.
    pub(super) fn carried(&self, place: &str) -> Number {
        let of_it = self.balances.iter().filter(|(key, _)| {
            key.split_once('/').is_some_and(|(unit, rest)| unit.starts_with("currency:") && rest == place)
        });
        of_it.fold(Number::zero(), |sum, (_, (_, carrying))| sum + carrying)
    }

    /// Shares of a class at every place whose key begins so.
    pub(super) fn shares_at(&self, class: &str, places: &str) -> Number {
        let prefix = format!("class:{class}/{places}");
        let found = self.balances.iter().filter(|(key, _)| key.starts_with(&prefix));
        found.fold(Number::zero(), |sum, (_, (amount, _))| sum + amount)
    }

    /// Shares that count as outstanding.
    pub(super) fn outstanding_shares(&self, class: &str) -> Number {
        ["held/", "escrowed/", "restricted/"].iter().fold(Number::zero(), |sum, at| sum + self.shares_at(class, at))
    }

    /// What so many shares were paid in on average.
    pub(super) fn paid_in(&self, class: &str, quantity: &Number) -> Judged<Number> {
        let capital = -self.carried(&format!("share-capital/{class}"));
        let in_issue = self.outstanding_shares(class) + self.shares_at(class, "treasury");
        if capital < Number::zero() || in_issue.is_zero() {
            return Ok(Number::zero());
        }
        half_up(&(capital * quantity / in_issue), &self.functional)
    }
}

/// What was registered, and the numbers of an event.
impl Book {
    /// Registers a thing under the name that stands under its kind.
    pub(super) fn register(&mut self, kind: &'static str, event: &Value) -> Judged<()> {
        let thing = (kind, text(event, kind)?.to_owned());
        require(!self.things.contains_key(&thing), "the name is used already")?;
        self.note(thing.0, &thing.1, event.clone());
        Ok(())
    }

    /// Notes what a thing is from now on; it is taken back if the fact is refused.
    pub(super) fn note(&mut self, kind: &'static str, name: &str, value: Value) {
        let thing = (kind, name.to_owned());
        let earlier = self.things.insert(thing.clone(), value);
        self.earlier.push((thing, earlier));
    }

    /// What was registered under a name.
    pub(super) fn thing(&self, kind: &'static str, name: &str) -> Judged<Value> {
        self.things.get(&(kind, name.to_owned())).cloned().ok_or(Refused("not registered"))
    }

    /// The name under a key of the event, of something registered.
    pub(super) fn known<'a>(&self, kind: &'static str, event: &'a Value, key: &str) -> Judged<&'a str> {
        let name = text(event, key)?;
        self.thing(kind, name).map(|_| name)
    }

    fn check_assumed_day(&self, name: &str) -> Judged<()> {
        let assumption = self.thing("assumption", name)?;
        match tagged(field(&assumption, "value")?)? {
            ("date", bounded) => {
                let chosen = day(bounded, "chosen")?;
                require(chosen == self.today, "the day is not the one assumed")
            }
            _ => Ok(()),
        }
    }

    /// A number as an event gives it: stated, assumed, or the rest beside an assumed part.
    pub(super) fn given(&self, value: &Value, kind: &str, currency: Option<&str>) -> Judged<Number> {
        let stated = |value: &Value| {
            let number = value.as_str().and_then(number::parse).filter(|number| *number > Number::zero());
            number.ok_or(Refused("malformed: not a number above zero"))
        };
        if value.is_string() {
            return stated(value);
        }
        if let Some(name) = optional(value, "assumed") {
            return self.assumed(name, kind, currency);
        }
        let rest = stated(field(value, "rest_of")?)? - self.assumed(field(value, "after")?, kind, currency)?;
        require(rest >= Number::zero(), "the assumed part is more than the total")?;
        Ok(rest)
    }

    fn assumed(&self, name: &Value, kind: &str, currency: Option<&str>) -> Judged<Number> {
        let assumption = self.thing("assumption", name.as_str().unwrap_or_default())?;
        let bounded = optional(field(&assumption, "value")?, kind).ok_or(Refused("an assumption of another kind"))?;
        if let Some(currency) = currency {
            require(text(bounded, "currency")? == currency, "an assumption in another currency")?;
        }
        number::parse(text(bounded, "chosen")?).ok_or(Refused("malformed: not a number"))
    }

    /// A count of a class, or of rights to it.
    pub(super) fn quantity(&self, value: &Value, class: &str) -> Judged<Number> {
        let grain = self.grain(class)?;
        let quantity = self.given(value, "quantity", None)?;
        require(is_multiple(&quantity, &grain), "not a multiple of the class's grain")?;
        Ok(quantity)
    }

    /// The smallest count of a class.
    pub(super) fn grain(&self, class: &str) -> Judged<Number> {
        let class = self.thing("class", class)?;
        let grain = optional(&class, "grain").and_then(Value::as_str).unwrap_or("1");
        number::parse(grain).ok_or(Refused("malformed: not a number"))
    }

    /// An amount of money.
    pub(super) fn money(&self, value: &Value) -> Judged<Money> {
        let currency = text(value, "currency")?.to_owned();
        let amount = self.given(field(value, "amount")?, "amount", Some(&currency))?;
        require(is_multiple(&amount, &cents(&currency)?), "finer than the currency's cents")?;
        Ok(Money { amount, currency })
    }

    /// A price per share; it may be finer than a cent.
    pub(super) fn price(&self, value: &Value) -> Judged<Money> {
        let currency = text(value, "currency")?.to_owned();
        let amount = self.given(field(value, "amount")?, "price", Some(&currency))?;
        Ok(Money { amount, currency })
    }

    /// Account of cash at a place in a bank account of the money's currency.
    pub(super) fn cash(&self, place: &Value, money: &Money) -> Judged<String> {
        let account = text(place, "account")?;
        self.check_bank(account, &money.currency)?;
        let restricted = optional(place, "restricted").and_then(Value::as_bool).unwrap_or(false);
        Ok(format!("{}/{account}", if restricted { "cash-restricted" } else { "cash" }))
    }

    /// Account of unrestricted cash in a bank account of the money's currency.
    pub(super) fn bank(&self, event: &Value, money: &Money) -> Judged<String> {
        let account = text(event, "account")?;
        self.check_bank(account, &money.currency)?;
        Ok(format!("cash/{account}"))
    }

    fn check_bank(&self, account: &str, currency: &str) -> Judged<()> {
        let bank = self.thing("account", account)?;
        require(text(&bank, "currency")? == currency, "the bank account is in another currency")
    }

    /// A purpose as account names have it; what it is about must be registered.
    pub(super) fn purpose(&self, value: &Value) -> Judged<String> {
        let (tag, about) = tagged(value)?;
        let (kind, label) = match tag {
            "administrative" => return Ok("administrative".to_owned()),
            "exploration" => ("property", "exploration"),
            "research" => ("project", "research"),
            "issue_costs" => ("class", "issue-costs"),
            "finance" => return Ok("finance".to_owned()),
            "share_based" => return Ok("share-based".to_owned()),
            "tax" => return Ok("tax".to_owned()),
            _ => return Err(Refused("malformed: no such purpose")),
        };
        let name = about.as_str().unwrap_or_default();
        self.thing(kind, name)?;
        Ok(format!("{label}/{name}"))
    }

    /// Account that spending on a purpose is charged to.
    pub(super) fn destination(&self, value: &Value) -> Judged<String> {
        let purpose = self.purpose(value)?;
        let capitalised = |policy: &str| self.policies.get(policy).and_then(Value::as_str) == Some("capitalised");
        Ok(match purpose.split_once('/') {
            Some(("exploration", property)) if capitalised("exploration") => format!("property/{property}"),
            Some(("research", project)) if capitalised("research") => format!("project/{project}"),
            Some(("issue-costs", class)) => format!("share-capital/{class}"),
            _ => format!("expense/{purpose}"),
        })
    }
}

/// Functional currency.
impl Book {
    /// Value of money in functional currency: itself, as stated, or at the rate of the policy.
    pub(super) fn value(&self, money: &Money, stated: Option<&Value>) -> Judged<Number> {
        let stated = stated.map(|value| self.carrying(value)).transpose()?;
        if money.currency == self.functional {
            let agrees = stated.is_none_or(|stated| stated == money.amount);
            require(agrees, "the carrying amount stated is not the amount")?;
            return Ok(money.amount.clone());
        }
        match stated {
            Some(stated) => Ok(stated),
            None => self.at_rate_of_policy(money),
        }
    }

    fn carrying(&self, value: &Value) -> Judged<Number> {
        let carrying = self.given(value, "amount", Some(&self.functional))?;
        require(is_multiple(&carrying, &cents(&self.functional)?), "the carrying amount is finer than cents")?;
        Ok(carrying)
    }

    fn at_rate_of_policy(&self, money: &Money) -> Judged<Number> {
        let first_of_month = self.today.with_day(1).unwrap_or(self.today);
        let choice = self.policies.get("exchange").and_then(|policy| optional(policy, "rate")).and_then(Value::as_str);
        match choice.unwrap_or("transaction_date") {
            "month_average" => self.at_rate(money, "month", first_of_month, first_of_month),
            "quarter_average" => {
                let months_back = chrono::Months::new(first_of_month.month0() % 3);
                let first = first_of_month.checked_sub_months(months_back).unwrap_or(first_of_month);
                self.at_rate(money, "quarter", first, first)
            }
            _ => self.at_rate_of_day(money),
        }
    }

    /// Value at the latest rate observed, if it is not too old.
    pub(super) fn at_rate_of_day(&self, money: &Money) -> Judged<Number> {
        let policy = self.policies.get("exchange").and_then(|policy| optional(policy, "max_age_days"));
        let days = policy.and_then(Value::as_u64).unwrap_or(MAX_AGE_DAYS);
        let oldest = self.today.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        self.at_rate(money, "day", oldest, self.today)
    }

    fn at_rate(&self, money: &Money, over: &str, first: NaiveDate, last: NaiveDate) -> Judged<Number> {
        let latest = |base: &str, quote: &str| {
            let observed = self.rates.get(&(base.to_owned(), quote.to_owned(), over.to_owned()))?;
            observed.iter().rfind(|(date, _)| (first..=last).contains(*date))
        };
        let divisor = latest(&self.functional, &money.currency);
        let factor = latest(&money.currency, &self.functional);
        let value = match (divisor, factor) {
            (Some((on, rate)), Some((other_on, _))) if on >= other_on => &money.amount / rate,
            (Some(_) | None, Some((_, rate))) => &money.amount * rate,
            (Some((_, rate)), None) => &money.amount / rate,
            (None, None) => return Err(Refused("no exchange rate")),
        };
        half_up(&value, &self.functional)
    }

    /// What a part of an asset is carried at.
    pub(super) fn average_of_asset(&self, place: &str, part: &Money) -> Judged<Number> {
        let (amount, carrying) = self.balance(&unit_of(part), place);
        self.average(&amount, &carrying, part)
    }

    /// What a part of what is owed is carried at, counted positive.
    pub(super) fn average_of_liability(&self, place: &str, part: &Money) -> Judged<Number> {
        let (amount, carrying) = self.balance(&unit_of(part), place);
        self.average(&-amount, &-carrying, part)
    }

    fn average(&self, amount: &Number, carrying: &Number, part: &Money) -> Judged<Number> {
        require(part.amount <= *amount, "more money than there is")?;
        if part.currency == self.functional {
            return Ok(part.amount.clone());
        }
        if part.amount == *amount {
            return Ok(carrying.clone());
        }
        half_up(&(carrying * &part.amount / amount), &self.functional)
    }
}

/// The unit of money in dump keys.
pub(super) fn unit_of(money: &Money) -> String {
    format!("currency:{}", money.currency)
}
