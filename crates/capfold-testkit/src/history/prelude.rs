//! What every history begins with: a book in which something can happen.

use capfold_core::date::{Date, Span};
use capfold_core::event::{
    AccelerationClause, AccountRegistered, AgreementTerminated, AssumedValue, Authorised, AuthorisedSet, BidAnnounced,
    BookOpened, Bounded, BoundedIn, BuyBack, Carried, Chosen, ClassRegistered, ConversionTerms, DebtConversion,
    DebtFor, DebtIssued, DebtKind, DocumentCited, Event, ExchangePolicy, HolderRegistered, Installment, Interest,
    InterestDays, JointVentureAgreed, LeaseAgreed, OpeningBalances, OpeningCash, OpeningDebt, OpeningOptions,
    OpeningPayable, OpeningShares, OpeningWarrants, OptionOf, PlacementAnnounced, PlanRegistered, Policy, Pool,
    ProjectRegistered, PromisedShares, PropertyOptionAgreed, PropertyRegistered, PurchaseOption, Purpose, RateChoice,
    RateObserved, Ratio, RedemptionTerms, RoyaltyAgreed, RoyaltySide, SeriesKind, SeriesRegistered, SharesWorth,
    Treatment, Vesting, VestingStep, Votes,
};
use capfold_core::exact::Exact;
use capfold_core::money::{Amount, Currency, Given, Money, Price, Quantity};
use capfold_core::name::Name;
use proptest::prelude::*;

use super::Mode;
use super::desk::value;
use super::drafts::register::{UNIT_VALUES, assumption};
use super::op::Op;

/// First days: near a year end, a leap day, a month end.
const STARTS: [&str; 4] = ["2004-01-05", "2003-12-30", "2004-02-27", "2004-03-31"];
const YEAR_ENDS: [&str; 4] = ["12-31", "03-31", "02-29", "07-31"];
const LIMITS: [&str; 4] = ["100000000", "5000", "1000000", "200"];

/// What differs between preludes; the first of each is the simplest.
#[derive(Clone, Debug)]
pub(super) struct Prelude {
    canadian: bool,
    start: usize,
    year_end: usize,
    limit: usize,
    pool: Option<u8>,
    third_holder: bool,
    second_class: bool,
    grain: usize,
    yen: bool,
    rates: bool,
    seeded: bool,
    exchange: usize,
    unit_values: usize,
    /// Whether two warrants of the second series buy a share.
    halves: bool,
    /// Exploration and research as assets.
    capitalised: [bool; 2],
    interest: bool,
    /// The opening balances.
    pub(super) openings: Vec<Op>,
}

/// Strategy for preludes.
pub(super) fn preludes(mode: Mode) -> impl Strategy<Value = Prelude> {
    let flags = any::<[bool; 6]>();
    let indices = (0_usize..4, 0_usize..4, 0_usize..4, 0_usize..3, 0_usize..8, 0_usize..8);
    let rates = prop_oneof![1 => Just((false, false)), 2 => Just((true, false)), 6 => Just((true, true))];
    let openings = proptest::collection::vec(super::op::ops(Mode::Even), 0..3);
    let pool = proptest::option::of(prop_oneof![Just(100_u8), Just(50), Just(250)]);
    (flags, indices, rates, openings, pool).prop_map(move |(flags, indices, (rates, seeded), openings, pool)| {
        let [canadian, third_holder, second_class, yen, exploration, research] = flags;
        let (start, year_end, limit, grain, exchange, unit_values) = indices;
        let grain = match mode {
            Mode::Even => 0,
            Mode::Mixed | Mode::Valid => grain,
        };
        // Half-warrants leave fractions.
        let halves = mode != Mode::Even && exchange % 2 == 1;
        let (second_class, yen) = (second_class || grain > 0, yen && exchange > 1);
        Prelude {
            canadian,
            start,
            year_end,
            limit,
            pool,
            third_holder,
            second_class,
            grain,
            yen,
            rates,
            seeded,
            exchange,
            unit_values,
            halves,
            capitalised: [exploration, research],
            interest: mode != Mode::Even,
            openings,
        }
    })
}

impl Prelude {
    /// The day on which the book is opened.
    pub(super) fn day(&self) -> Date {
        value(pick(&STARTS, self.start))
    }

    /// The registrations, rates and assumptions, in order.
    pub(super) fn events(&self) -> Vec<Event> {
        let functional: Currency = value(if self.canadian { "CAD" } else { "USD" });
        let mut events = vec![Event::BookOpened(Box::new(BookOpened {
            issuer: value("Example Mines Ltd."),
            functional,
            presentation: value("USD"),
            year_end: value(pick(&YEAR_ENDS, self.year_end)),
        }))];
        self.policies(&mut events);
        // Half of the books leave it at its default.
        let unit_values = self.unit_values.checked_sub(4).and_then(|index| UNIT_VALUES.get(index));
        events.extend(unit_values.map(|choice| Event::PolicyAdopted(Box::new(Policy::UnitValues(*choice)))));
        self.things(&mut events);
        self.assumptions(&mut events);
        self.rights(functional, &mut events);
        self.observed(functional, &mut events);
        if self.seeded {
            events.push(Event::OpeningBalances(Box::new(self.seed(functional))));
            self.debts(functional, &mut events);
            self.agreements(functional, &mut events);
        }
        events
    }

    fn policies(&self, events: &mut Vec<Event>) {
        let treatments = [Policy::Exploration(Treatment::Capitalised), Policy::Research(Treatment::Capitalised)];
        let adopted = treatments.into_iter().zip(self.capitalised).filter(|(_, adopted)| *adopted);
        events.extend(adopted.map(|(policy, _)| Event::PolicyAdopted(Box::new(policy))));
        let (rate, max_age_days) = match self.exchange {
            5 => (RateChoice::MonthAverage, 7),
            6 => (RateChoice::QuarterAverage, 7),
            7 => (RateChoice::TransactionDate, 0),
            4 => (RateChoice::TransactionDate, 30),
            _ => return,
        };
        events.push(Event::PolicyAdopted(Box::new(Policy::Exchange(ExchangePolicy { rate, max_age_days }))));
    }

    fn things(&self, events: &mut Vec<Event>) {
        let document = |document: &str| DocumentCited {
            document: value(document),
            title: value("Annual report"),
            publisher: None,
            issued: None,
        };
        events.push(Event::DocumentCited(Box::new(document("d-a"))));
        let holders = ["h-a", "h-b", "h-c"];
        for holder in holders.iter().take(if self.third_holder { 3 } else { 2 }) {
            let (holder, name) = (value(holder), value("A holder — société à but déterminé"));
            events.push(Event::HolderRegistered(Box::new(HolderRegistered { holder, name })));
        }
        let accounts = [
            ("bank-usd", "USD", true),
            ("bank-cad", "CAD", true),
            ("bank-jpy", "JPY", self.yen),
            ("bank-b", "USD", self.third_holder),
        ];
        for (account, currency, _) in accounts.iter().filter(|(.., there)| *there) {
            let (account, name, currency) = (value(account), value("A \"bank\""), value(currency));
            events.push(Event::AccountRegistered(Box::new(AccountRegistered { account, name, currency })));
        }
        events.push(Event::PropertyRegistered(Box::new(PropertyRegistered {
            property: value("p-a"),
            name: value("North"),
        })));
        events.push(Event::ProjectRegistered(Box::new(ProjectRegistered {
            project: value("r-a"),
            name: value("Assay"),
        })));
    }

    fn assumptions(&self, events: &mut Vec<Event>) {
        let number = |chosen: &str| value::<Exact>(chosen);
        let range = |chosen: &str| Bounded { chosen: number(chosen), low: Some(number("0")), high: None };
        let money = |currency: &str, chosen: &str| BoundedIn {
            currency: value(currency),
            chosen: number(chosen),
            low: None,
            high: Some(number("1000000")),
        };
        let day = self.day();
        let rows = [
            ("a-count", AssumedValue::Quantity(range("100"))),
            ("a-none", AssumedValue::Quantity(range("0"))),
            ("a-usd", AssumedValue::Amount(money("USD", "250"))),
            ("a-cad", AssumedValue::Amount(money("CAD", "40"))),
            ("a-price", AssumedValue::Price(money("USD", "1"))),
            ("a-day", AssumedValue::Date(Bounded { chosen: day, low: Some(day), high: Some(day.next()) })),
            ("a-dollar", AssumedValue::Currency(Chosen { chosen: value("CAD"), instead_of: vec![value("USD")] })),
        ];
        events.extend(rows.into_iter().map(|(name, assumed)| assumption(value(name), assumed)));
    }

    fn rights(&self, functional: Currency, events: &mut Vec<Event>) {
        let limit = Authorised::Limited(Given::Stated(value(pick(&LIMITS, self.limit))));
        let grain = match self.grain {
            1 => Some(value("0.25")),
            2 => Some(value("10")),
            _ => None,
        };
        let classes = [("common", None, limit), ("preferred", grain, Authorised::Unlimited)];
        let count = if self.second_class { 2 } else { 1 };
        for (class, grain, authorised) in classes.into_iter().take(count) {
            let class: Name = value(class);
            events.push(Event::ClassRegistered(Box::new(self.class(class.clone(), grain))));
            events.push(Event::AuthorisedSet(Box::new(AuthorisedSet { class, authorised })));
        }
        if self.third_holder {
            events.push(Event::BidAnnounced(Box::new(BidAnnounced {
                bid: value("bid-a"),
                class: value("common"),
                maximum: Given::Stated(value("10")),
                from: self.day(),
                through: self.day().days_after(90),
            })));
        }
        // A foreign currency with other cents than the functional one: what is rounded in which shows.
        let (price, currency) = if self.yen { ("33", "JPY") } else { ("0.55", "CAD") };
        let stated = Price { amount: Given::Stated(value(price)), currency: value(currency) };
        let assumed = Price { amount: Given::Assumed(value("a-price")), currency: value("USD") };
        let other = if self.second_class { "preferred" } else { "common" };
        let threshold = Price { amount: Given::Stated(value("1.2")), currency: functional };
        let clause = AccelerationClause { threshold, trading_days: 10, notice_days: 5, from: None };
        let from = Some(self.day().days_after(15));
        let later = (None, Some(AccelerationClause { from, ..clause.clone() }), SeriesKind::Ordinary);
        let ratio = self.halves.then(|| Ratio { new: value("1"), old: value("2") });
        let halves = (ratio, Some(clause), SeriesKind::Ordinary);
        for (series, class, strike, days, terms) in
            [("w-a", "common", stated, 30, later), ("w-b", other, assumed, 120, halves)]
        {
            let expires = Some(self.day().days_after(days));
            let (series, name, class) = (value(series), value("Warrants"), value(class));
            let (ratio, acceleration, kind) = terms;
            let registered = SeriesRegistered { series, name, class, strike, expires, ratio, acceleration, kind };
            events.push(Event::SeriesRegistered(Box::new(registered)));
        }
        for (placement, class, price, maximum) in
            [("f-a", "common", Some("0.5"), Some("1000")), ("f-b", other, None, None)]
        {
            events.push(Event::PlacementAnnounced(Box::new(PlacementAnnounced {
                placement: value(placement),
                name: value("Private placement"),
                class: value(class),
                price: price.map(|price| Price { amount: Given::Stated(value(price)), currency: functional }),
                maximum: maximum.map(|maximum| Given::Stated(value(maximum))),
            })));
        }
        let fixed = |pool: u8| Pool::Fixed(Given::Stated(value(&pool.to_string())));
        let (pool, per_person) = (self.pool.map_or(Pool::Unlimited, fixed), None);
        let (plan, name, class) = (value("plan-a"), value("Option plan"), value("common"));
        events.push(Event::PlanRegistered(Box::new(PlanRegistered { plan, name, class, pool, per_person })));
    }

    /// Common shares, or preferred ones that become common shares and are paid back.
    fn class(&self, class: Name, grain: Option<Quantity>) -> ClassRegistered {
        let common: Name = value("common");
        let preferred = class != common;
        let ratio = if self.grain == 0 { ("2", "1") } else { ("3", "2") };
        let price = || Price { amount: Given::Stated(value("1.25")), currency: value("USD") };
        ClassRegistered {
            class,
            name: value("Shares"),
            grain,
            par: None,
            votes: preferred.then_some(Votes::None),
            preference: preferred.then(price),
            dividend: None,
            participation: None,
            seniority: preferred.then_some(1),
            conversion: preferred
                .then(|| ConversionTerms { into: common, ratio: Ratio { new: value(ratio.0), old: value(ratio.1) } }),
            redemption: preferred.then(|| RedemptionTerms {
                price: price(),
                from: self.third_holder.then(|| self.day().next()),
                option_of: self.canadian.then_some(OptionOf::Issuer),
            }),
        }
    }

    fn agreements(&self, functional: Currency, events: &mut Vec<Event>) {
        let money = |amount: &str| Money { amount: Given::Stated(value(amount)), currency: functional };
        let instalment = |days: u32, amount: &str, shares: Option<&str>| Installment {
            due: Some(self.day().days_after(days)),
            cash: Some(money(amount)),
            work: None,
            shares_worth: None,
            shares: shares
                .map(|quantity| PromisedShares { class: value("common"), quantity: Given::Stated(value(quantity)) }),
            firm: shares.is_none(),
            note: None,
        };
        let worth = |worth: &str| SharesWorth { class: value("common"), worth: money(worth) };
        let later = |cash, work: &str, shares: &str| Installment {
            cash,
            work: Some(money(work)),
            shares_worth: Some(worth(shares)),
            ..instalment(40, "1", Some("1"))
        };
        let schedule = vec![
            instalment(20, "100", None),
            instalment(10, "33.34", Some("5")),
            instalment(10, "50", None),
            Installment { shares: None, ..later(None, "60", "4") },
            later(Some(money("1")), "40", "2.5"),
        ];
        events.push(Event::PropertyOptionAgreed(Box::new(PropertyOptionAgreed {
            agreement: value("g-a"),
            property: value("p-a"),
            name: value("Option on 60 %"),
            schedule,
        })));
        events.push(Event::LeaseAgreed(Box::new(LeaseAgreed {
            agreement: value("g-b"),
            name: value("Lease"),
            starts: self.day(),
            ends: self.day().next(),
            payments: vec![instalment(1, "10", None)],
            purchase_option: Some(PurchaseOption { until: None, price: Some(money("60")), payments_credit: true }),
        })));
        let (agreement, name, interest) = (value("g-c"), value("Joint venture"), Some(value("50")));
        let commitments = vec![instalment(30, "75", None), instalment(30, "75", None)];
        events.push(Event::JointVentureAgreed(Box::new(JointVentureAgreed { agreement, name, interest, commitments })));
        let royalty = |agreement: &str, buy_backs, advances| RoyaltyAgreed {
            agreement: value(agreement),
            property: value("p-a"),
            name: value("Royalty"),
            side: RoyaltySide::Granted,
            percent: value("3"),
            buy_backs,
            advances,
        };
        let part = |price: Money<Given<Amount>>| BuyBack { percent: value("1"), price, until: None };
        let other = if functional.code() == "CAD" { "USD" } else { "CAD" };
        let foreign = Money { currency: value(other), ..money("2") };
        let buy_backs = vec![part(foreign), part(money("25")), part(money("40"))];
        let advances = vec![instalment(15, "5", None)];
        events.push(Event::RoyaltyAgreed(Box::new(royalty("g-d", buy_backs, advances))));
        // One that has ended.
        events.push(Event::RoyaltyAgreed(Box::new(royalty("g-e", vec![part(money("10"))], Vec::new()))));
        events.push(Event::AgreementTerminated(Box::new(AgreementTerminated { agreement: value("g-e") })));
    }

    /// A SAFE whose holder may take over better terms, a note that bears interest where that may be rounded,
    /// and a loan in a foreign currency.
    fn debts(&self, functional: Currency, events: &mut Vec<Event>) {
        let foreign: Currency = value(if self.canadian { "USD" } else { "CAD" });
        let price = Price { amount: Given::Stated(value("0.5")), currency: functional };
        let terms = |price, mfn| DebtConversion { class: None, price, discount: None, cap: None, step: None, mfn };
        let interest = self.interest.then(|| Interest { percent: value("10"), days: InterestDays::Thirty360 });
        let due = Some(self.day().days_after(40));
        let (favoured, priced) = (Some(terms(None, true)), Some(terms(Some(price), false)));
        let rows = [
            ("n-a", DebtKind::Safe, carried("2500", functional.code()), None, None, favoured),
            ("n-b", DebtKind::Note, carried("1200", functional.code()), interest, due, priced),
            ("n-c", DebtKind::Loan, carried("300", foreign.code()), None, due, None),
        ];
        for (debt, kind, Carried { money: principal, carrying }, interest, due, conversion) in rows {
            let accrued = Some(carried("30", principal.currency.code()));
            events.push(Event::DebtIssued(Box::new(DebtIssued {
                debt: value(debt),
                name: value("Debt"),
                kind,
                holder: value("h-b"),
                principal,
                consideration: DebtFor::Opening(OpeningDebt { carrying, interest: accrued }),
                interest,
                due,
                conversion,
            })));
        }
    }

    /// A little of everything, so that much can happen from the start.
    fn seed(&self, functional: Currency) -> OpeningBalances {
        let held = |class: &str, holder: &str, quantity: &str| OpeningShares {
            class: value(class),
            holder: value(holder),
            quantity: Given::Stated(value(quantity)),
        };
        let warrants = |series: &str, holder: &str, quantity: &str| OpeningWarrants {
            series: value(series),
            holder: value(holder),
            quantity: Given::Stated(value(quantity)),
            reserve: None,
        };
        let step = |upon: Option<&str>, quantity: &str| VestingStep {
            on: upon.is_none().then(|| self.day().next()),
            upon: upon.map(value),
            quantity: Given::Stated(value(quantity)),
        };
        let options = |grant: &str, holder: &str, currency: &str, days: u32| OpeningOptions {
            grant: value(grant),
            plan: value("plan-a"),
            holder: value(holder),
            quantity: Given::Stated(value("20")),
            strike: Price { amount: Given::Stated(value("0.5")), currency: value(currency) },
            expires: Some(self.day().days_after(days)),
            vesting: (days > 100).then(|| Vesting::Steps(vec![step(None, "5"), step(Some("listing"), "15")])),
            reserve: (days < 100).then(|| Money { amount: Given::Stated(value("10")), currency: functional }),
        };
        let cash_in = |account: &str, balance: Carried, restricted: bool| OpeningCash {
            account: value(account),
            restricted,
            balance,
        };
        let cash = |account: &str, balance: Carried| cash_in(account, balance, false);
        let restricted = |account: &str, balance: Carried| cash_in(account, balance, true);
        let mut shares = vec![held("common", "h-a", "13"), held("common", "h-b", "7")];
        if self.second_class {
            shares.push(held("preferred", "h-b", "40"));
        }
        OpeningBalances {
            shares,
            options: vec![options("o-a", "h-a", functional.code(), 60), options("o-b", "h-b", "USD", 200)],
            warrants: vec![warrants("w-a", "h-a", "40"), warrants("w-b", "h-b", "60")],
            cash: vec![
                cash("bank-usd", carried("50000", "USD")),
                cash("bank-cad", carried("1234.56", "CAD")),
                restricted("bank-usd", carried("300", "USD")),
                restricted("bank-cad", carried("90.1", "CAD")),
            ],
            payables: vec![OpeningPayable {
                purpose: Purpose::Administrative,
                balance: carried("400.01", functional.code()),
            }],
            ..OpeningBalances::default()
        }
    }

    fn observed(&self, functional: Currency, events: &mut Vec<Event>) {
        if !self.rates {
            return;
        }
        let dollars = if self.canadian { ("USD", "1.3015") } else { ("CAD", "0.7692") };
        let yen = self.yen.then_some(("JPY", "0.0091"));
        for (base, rate) in [Some(dollars), yen].into_iter().flatten() {
            let rate = RateObserved { base: value(base), quote: functional, rate: value(rate), over: Span::Day };
            events.push(Event::RateObserved(Box::new(rate)));
        }
    }
}

/// An amount, carried at itself.
fn carried(amount: &str, currency: &str) -> Carried {
    let money = Money { amount: Given::Stated(value(amount)), currency: value(currency) };
    Carried { money, carrying: Some(value(amount)) }
}

fn pick<'t>(table: &[&'t str; 4], index: usize) -> &'t str {
    table.get(index).or(table.first()).copied().unwrap_or_default()
}
