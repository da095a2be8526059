//! What figures are made of: postings that sum to them, and to every balance.

use std::collections::{BTreeMap, BTreeSet};

use capfold_core::date::{Date, Period};
use capfold_core::entry::{Cut, Entry};
use capfold_core::event::{DayCount, Event, Ratio};
use capfold_core::exact::Exact;
use capfold_core::figures::{
    Answer, FIGURES, Figure, FigureError, Measure, RightsRow, ScopeKind, Time, When, continuity, evaluate,
    evaluate_restated, rights_note,
};
use capfold_core::ledger::{Account, Balance, Cause, Ledger, LockView, Place, Unit, fold, fold_with_lineage};
use capfold_core::log::Fact;
use capfold_core::money::Currency;
use capfold_testkit::history::{histories, valid_histories};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{Checked, STEPS, hold, log_of};
use crate::runner::entry;

const CURRENCIES: [&str; 3] = ["USD", "CAD", "JPY"];

/// From the first day of any fact to the last.
fn whole(facts: &[Fact<'_>]) -> Option<Period> {
    Period::new(facts.first()?.effective, facts.last()?.effective)
}

fn time(figure: Figure, period: Period) -> Time {
    match figure.when() {
        When::Day => Time::At(period.last),
        When::Period => Time::Over(period),
    }
}

/// A figure, unless it has no value for a reason that a figure may have.
fn asked(ledger: &Ledger, figure: Figure, scope: Option<&str>, time: Time) -> Result<Option<Answer>, TestCaseError> {
    match evaluate(ledger, figure, scope, time) {
        Ok(answer) => Ok(Some(answer)),
        Err(FigureError::Unlimited(_) | FigureError::Nothing(_) | FigureError::MixedCurrencies(_)) => Ok(None),
        Err(
            error @ (FigureError::NoSuchFigure(_)
            | FigureError::Scope { .. }
            | FigureError::WrongTime { .. }
            | FigureError::NoBook
            | FigureError::NotRestated(_)
            | FigureError::RestatedBefore { .. }
            | FigureError::BeforeTheBook { .. }
            | FigureError::NoLineage),
        ) => Err(TestCaseError::fail(format!("{}: {error}", figure.name()))),
    }
}

/// The names that a figure can be narrowed to.
fn scopes(ledger: &Ledger, facts: &[Fact<'_>], figure: Figure) -> Vec<String> {
    let registered = |pick: fn(&Event) -> Option<&str>| -> Vec<String> {
        let names: BTreeSet<&str> = facts.iter().filter_map(|fact| pick(fact.event)).collect();
        names.into_iter().map(str::to_owned).collect()
    };
    match figure.scope() {
        ScopeKind::None => Vec::new(),
        ScopeKind::Class => ledger.classes().map(|(_, name, _)| name.to_string()).collect(),
        ScopeKind::Lot => {
            let counts = |award: bool| match figure.measure() {
                Measure::Options => !award,
                Measure::Awards => award,
                Measure::Shares | Measure::Warrants | Measure::Booked | Measure::Memorandum => true,
            };
            ledger.lots().filter(|lot| counts(lot.award.is_some())).map(|lot| lot.name.to_string()).collect()
        }
        ScopeKind::Series => ledger.series().map(|right| right.name.to_string()).collect(),
        ScopeKind::Currency => CURRENCIES.map(str::to_owned).to_vec(),
        ScopeKind::Property => registered(|event| match event {
            Event::PropertyRegistered(made) => Some(made.property.as_str()),
            _ => None,
        }),
        ScopeKind::Project => registered(|event| match event {
            Event::ProjectRegistered(made) => Some(made.project.as_str()),
            _ => None,
        }),
        ScopeKind::Year => (2003..2007).map(|year| year.to_string()).collect(),
    }
}

/// Whether a figure is a plain sum over postings.
fn is_sum(figure: Figure) -> bool {
    let name = figure.name();
    let computed = [
        "options.exercisable",
        "shares.on-hold",
        "shares.free-trading",
        "shares.weighted-average",
        "loss-per-share",
        "warrants.shares-issuable",
    ];
    !name.contains("exercise-price") && !computed.contains(&name)
}

/// Every figure over the whole time, with its parts.
pub(super) fn all(ledger: &Ledger, facts: &[Fact<'_>]) -> Checked {
    let Some(period) = whole(facts).filter(|_| ledger.book().is_some()) else { return Ok(()) };
    for figure in FIGURES.iter().copied() {
        let time = time(figure, period);
        if let Some(answer) = asked(ledger, figure, None, time)? {
            parts_sum_to_the_number(ledger, &answer)?;
        }
        for scope in scopes(ledger, facts, figure) {
            // A name that is registered late, or not at all in the end, is no scope.
            if let Ok(answer) = evaluate(ledger, figure, Some(&scope), time) {
                parts_sum_to_the_number(ledger, &answer)?;
            }
        }
    }
    Ok(())
}

fn parts_sum_to_the_number(ledger: &Ledger, answer: &Answer) -> Checked {
    let (mut amount, mut carrying, mut days) = (BigRational::zero(), BigRational::zero(), BigRational::zero());
    let mut by_currency: BTreeMap<_, Exact> = BTreeMap::new();
    let postings = ledger.journal().expect("lineage was kept").postings();
    for part in &answer.parts {
        prop_assert_eq!(postings.get(part.index), Some(&part.posting), "{}", answer.name());
        prop_assert!([part.posting.from, part.posting.to].contains(&part.account), "{}", answer.name());
        prop_assert_eq!(part.amount.magnitude(), part.posting.amount.magnitude(), "{}", answer.name());
        amount += part.amount.ratio();
        carrying += part.carrying.ratio();
        let counted = part.counts_as().unwrap_or_else(|| part.amount.ratio());
        days += counted * BigRational::from_integer(BigInt::from(part.days.unwrap_or(0)));
        if let Some(currency) = ledger.account(part.account).and_then(|account| account.unit.currency()) {
            let sum = by_currency.entry(currency).or_default();
            *sum = sum.plus(part.amount).expect("in range");
        }
    }
    let money = matches!(answer.figure.measure(), Measure::Booked | Measure::Memorandum);
    if money && is_sum(answer.figure) {
        prop_assert_eq!(&by_currency, &answer.by_currency, "{}", answer.name());
    }
    let expected = match (answer.figure, answer.figure.measure(), answer.time) {
        (Figure::SharesWeightedAverage, _, Time::Over(period)) => {
            Some(days / BigRational::from_integer(BigInt::from(period.days())))
        }
        (Figure::LossPerShare, ..) => {
            let input = |index: usize| answer.inputs.get(index).and_then(|input: &Answer| input.number.clone());
            input(0).zip(input(1)).map(|(loss, shares)| loss / shares)
        }
        (figure, ..) if !is_sum(figure) => answer.number.clone(),
        (_, Measure::Shares | Measure::Options | Measure::Warrants | Measure::Awards, _) => Some(amount),
        (figure, Measure::Booked, _)
            if figure.scope() == ScopeKind::Currency
                && answer.scope.is_some()
                && !figure.name().starts_with("exchange.loss") =>
        {
            Some(amount)
        }
        (_, Measure::Booked, _) => Some(carrying),
        (_, Measure::Memorandum, _) => (by_currency.len() <= 1).then_some(amount),
    };
    prop_assert_eq!(&answer.number, &expected, "{}", answer.name());
    Ok(())
}

#[test]
fn parts_sum_to_the_figure() {
    hold(17, 200, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        all(&fold_with_lineage(&facts).0, &facts)
    });
}

/// A figure by its name, the units and places whose balances it is the sum of, and its sign.
type Row = (&'static str, &'static str, &'static [&'static str], i128);

const RESULT: &[&str] = &["expense/", "income/", "exchange/realised", "exchange/unrealised"];

/// Figures as sums of the balances of a ledger that no year end has closed.
const BALANCES: &[Row] = &[
    ("shares.issued", "class:", &["held/", "escrowed/", "restricted/", "treasury"], 1),
    ("shares.outstanding", "class:", &["held/", "escrowed/", "restricted/"], 1),
    ("shares.treasury", "class:", &["treasury"], 1),
    ("shares.escrowed", "class:", &["escrowed/"], 1),
    ("shares.authorised", "class:", &["charter"], -1),
    ("shares.reserved", "class:", &["reserved"], 1),
    ("shares.fully-diluted", "class:", &["held/", "escrowed/", "restricted/", "reserved"], 1),
    ("options.outstanding", "grant:", &["held/"], 1),
    ("options.exercised", "grant:", &["exercised"], 1),
    ("options.expired", "grant:", &["expired"], 1),
    ("options.forfeited", "grant:", &["forfeited"], 1),
    ("options.cancelled", "grant:", &["cancelled"], 1),
    ("awards.outstanding", "award:", &["held/"], 1),
    ("awards.settled", "award:", &["settled"], 1),
    ("awards.ended", "award:", &["expired", "forfeited", "cancelled"], 1),
    ("warrants.outstanding", "series:", &["held/"], 1),
    ("warrants.exercised", "series:", &["exercised"], 1),
    ("warrants.expired", "series:", &["expired"], 1),
    ("warrants.cancelled", "series:", &["cancelled"], 1),
    ("cash", "currency:", &["cash/", "cash-restricted/"], 1),
    ("cash.unrestricted", "currency:", &["cash/"], 1),
    ("cash.restricted", "currency:", &["cash-restricted/"], 1),
    ("subscriptions", "currency:", &["subscribed/"], -1),
    ("deposits", "currency:", &["current-asset/deposit"], 1),
    ("advance-royalties", "currency:", &["advance-royalty/"], 1),
    ("debt.principal", "currency:", &["debt/"], -1),
    ("debt.interest", "currency:", &["debt-interest/"], -1),
    ("flow-through.premium", "currency:", &["flow-through-premium/"], -1),
    ("income.flow-through", "currency:", &["income/flow-through"], -1),
    ("properties", "currency:", &["property/"], 1),
    ("projects", "currency:", &["project/"], 1),
    ("investments", "currency:", &["investment"], 1),
    ("joint-ventures", "currency:", &["joint-venture/"], 1),
    ("expenses.administrative", "currency:", &["expense/administrative"], 1),
    ("expenses.exploration", "currency:", &["expense/exploration/"], 1),
    ("expenses.research", "currency:", &["expense/research/"], 1),
    ("expenses.finance", "currency:", &["expense/finance"], 1),
    ("expenses.share-based", "currency:", &["expense/share-based"], 1),
    ("expenses.tax", "currency:", &["expense/tax"], 1),
    ("expenses.total", "currency:", &["expense/"], 1),
    ("income", "currency:", &["income/"], -1),
    ("exchange.loss", "currency:", &["exchange/realised", "exchange/unrealised"], 1),
    ("exchange.loss.realised", "currency:", &["exchange/realised"], 1),
    ("exchange.loss.unrealised", "currency:", &["exchange/unrealised"], 1),
    ("loss", "currency:", RESULT, 1),
    ("equity.share-capital", "currency:", &["share-capital/"], -1),
    ("equity.contributed-surplus", "currency:", &["contributed-surplus"], -1),
    ("equity.warrant-reserve", "currency:", &["warrant-reserve/"], -1),
    ("equity.obligations", "currency:", &["obligation/"], -1),
    ("shares.obligated", "class:", &["obligated/"], 1),
    ("equity.award-reserve", "currency:", &["award-reserve/"], -1),
    ("equity.deficit", "currency:", &["deficit", "expense/", "income/", "exchange/realised", "exchange/unrealised"], 1),
];

/// The sum of the balances under some keys.
fn sum_of(balances: &BTreeMap<String, Balance>, (_, unit, places, sign): Row, measure: fn(&Balance) -> Exact) -> i128 {
    let counts = |key: &str| {
        let (own, place) = key.split_once('/').unwrap_or_default();
        own.starts_with(unit) && places.iter().any(|prefix| place.starts_with(prefix))
    };
    let rows = balances.iter().filter(|(key, _)| counts(key));
    rows.map(|(_, balance)| measure(balance).raw() * sign).sum()
}

fn of_raw(raw: i128) -> BigRational {
    Exact::from_raw(raw).ratio()
}

#[test]
fn figures_are_sums_of_balances() {
    hold(117, 200, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let open: Vec<Fact<'_>> =
            facts.into_iter().filter(|fact| !matches!(fact.event, Event::PeriodClosed(_))).collect();
        let Some(period) = whole(&open) else { return Ok(()) };
        let (ledger, _) = fold_with_lineage(&open);
        let balances = ledger.balances();
        for row in BALANCES {
            let figure = FIGURES.iter().copied().find(|figure| figure.name() == row.0).expect("a figure");
            let time = time(figure, period);
            let measure = if row.1 == "currency:" { |b: &Balance| b.carrying } else { |b: &Balance| b.amount };
            if let Some(answer) = asked(&ledger, figure, None, time)? {
                prop_assert_eq!(answer.number, Some(of_raw(sum_of(&balances, *row, measure))), "{}", row.0);
            }
            if figure.scope() != ScopeKind::Currency {
                continue;
            }
            for currency in CURRENCIES {
                let unit = format!("currency:{currency}/");
                let own = balances.iter().filter(|(key, _)| key.starts_with(&unit));
                let own = own.map(|(key, balance)| (key.clone(), *balance)).collect();
                // Exchange differences exist in functional currency alone.
                let carried = row.0.starts_with("exchange.loss");
                let expected = of_raw(sum_of(&own, *row, if carried { measure } else { |b: &Balance| b.amount }));
                let answer = asked(&ledger, figure, Some(currency), time)?.expect("a sum");
                prop_assert_eq!(answer.number, Some(expected), "{}:{}", row.0, currency);
            }
        }
        Ok(())
    });
}

/// What is owed is current or is not, and working capital is what is left of current assets.
#[test]
fn liabilities_are_current_or_not() {
    hold(218, 150, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        for pick in picks.iter().take(4) {
            let day = facts[pick.index(facts.len())].effective;
            let cut = Cut { known_through: None, effective_through: Some(day) };
            let (ledger, _) = fold_with_lineage(&log.timeline(cut).facts);
            if ledger.book().is_none() {
                continue;
            }
            let number = |figure| -> Result<BigRational, TestCaseError> {
                Ok(asked(&ledger, figure, None, Time::At(day))?.and_then(|answer| answer.number).expect("a sum"))
            };
            let (current, later) = (number(Figure::CurrentLiabilities)?, number(Figure::LaterLiabilities)?);
            let balances = ledger.balances();
            let sum = |places, sign| of_raw(sum_of(&balances, ("", "currency:", places, sign), |b| b.carrying));
            let owed: &[&str] =
                &["payable/", "subscribed/", "debt/", "debt-interest/", "dividend/", "flow-through-premium/"];
            prop_assert_eq!(&current + &later, sum(owed, -1));
            let expected = sum(&["cash/", "current-asset/receivable", "current-asset/prepaid"], 1) - current;
            prop_assert_eq!(number(Figure::WorkingCapital)?, expected);
        }
        Ok(())
    });
}

/// The lines under which proceeds are shown are all there are.
#[test]
fn proceeds_add_up() {
    hold(219, 150, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let Some(period) = whole(&facts) else { return Ok(()) };
        let (ledger, _) = fold_with_lineage(&facts);
        let mut sum = BigRational::zero();
        for figure in [Figure::ProceedsOptions, Figure::ProceedsWarrants, Figure::ProceedsPlacements] {
            let answer = asked(&ledger, figure, None, Time::Over(period))?;
            sum += answer.and_then(|answer| answer.number).unwrap_or_default();
        }
        let total = asked(&ledger, Figure::ProceedsTotal, None, Time::Over(period))?;
        prop_assert_eq!(sum, total.and_then(|answer| answer.number).unwrap_or_default());
        Ok(())
    });
}

#[test]
fn scopes_add_up_to_the_figure() {
    hold(217, 150, histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let Some(period) = whole(&facts) else { return Ok(()) };
        let (ledger, _) = fold_with_lineage(&facts);
        let apart =
            |figure: &Figure| !matches!(figure.scope(), ScopeKind::None | ScopeKind::Currency | ScopeKind::Year);
        for figure in FIGURES.iter().copied().filter(apart).filter(|figure| is_sum(*figure)) {
            let time = time(figure, period);
            let Some(Answer { number: Some(number), .. }) = asked(&ledger, figure, None, time)? else { continue };
            let mut sum = BigRational::zero();
            for scope in scopes(&ledger, &facts, figure) {
                if let Ok(answer) = evaluate(&ledger, figure, Some(&scope), time) {
                    sum += answer.number.expect("one currency");
                }
            }
            prop_assert_eq!(sum, number, "{}", figure.name());
        }
        Ok(())
    });
}

#[test]
fn adjacent_periods_add_up() {
    hold(100, 150, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let Some(period) = whole(&facts) else { return Ok(()) };
        let (ledger, _) = fold_with_lineage(&facts);
        for pick in picks.iter().take(4) {
            let day = facts[pick.index(facts.len())].effective;
            let Some(later) = Period::new(day.next(), period.last) else { continue };
            let earlier = Period::new(period.first, day).expect("days in order");
            if ledger.book().is_none_or(|book| day < book.opened) {
                continue;
            }
            for figure in FIGURES.iter().copied().filter(|figure| figure.when() == When::Period && is_sum(*figure)) {
                let number = |period| -> Result<BigRational, TestCaseError> {
                    Ok(asked(&ledger, figure, None, Time::Over(period))?.and_then(|a| a.number).expect("a sum"))
                };
                prop_assert_eq!(number(earlier)? + number(later)?, number(period)?, "{} at {}", figure.name(), day);
            }
            let (then, _) =
                fold_with_lineage(&log.timeline(Cut { known_through: None, effective_through: Some(day) }).facts);
            if then.book().is_none() {
                continue;
            }
            for figure in FIGURES.iter().copied().filter(|figure| figure.when() == When::Day) {
                let number = |ledger| asked(ledger, figure, None, Time::At(day)).map(|a| a.and_then(|a| a.number));
                prop_assert_eq!(number(&ledger)?, number(&then)?, "{} on {}", figure.name(), day);
            }
        }
        Ok(())
    });
}

/// Of a day that is past too, what is free is what each holder holds beyond what was on hold then.
#[test]
fn free_shares_are_held_and_not_on_hold() {
    hold(104, 150, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let (ledger, _) = fold_with_lineage(&facts);
        for pick in picks.iter().take(4) {
            let day = facts[pick.index(facts.len())].effective;
            let (then, _) = fold(&log.timeline(Cut { known_through: None, effective_through: Some(day) }).facts);
            if then.book().is_none() {
                continue;
            }
            let locks = then.locks(day);
            for lock in &locks {
                prop_assert!(lock.on_hold <= lock.held && lock.free().plus(lock.on_hold) == Some(lock.held));
            }
            let sum = |of: fn(&LockView<'_>) -> Exact| locks.iter().map(|lock| of(lock).ratio()).sum::<BigRational>();
            let number = |figure| asked(&ledger, figure, None, Time::At(day)).map(|a| a.and_then(|a| a.number));
            prop_assert_eq!(number(Figure::SharesFreeTrading)?, Some(sum(|lock| lock.free())), "{}", day);
            prop_assert_eq!(number(Figure::SharesOnHold)?, Some(sum(|lock| lock.on_hold)), "{}", day);
            prop_assert_eq!(number(Figure::SharesEscrowed)?, Some(sum(|lock| lock.escrowed)), "{}", day);
        }
        Ok(())
    });
}

/// A charter that lost its limit later had none from the beginning, and one that was given a limit later
/// reported what was issued as authorised: the limit was that of the end of the fold.
#[test]
fn the_charter_of_a_day_has_the_limit_of_that_day() {
    let event = |number: usize, day: &str, event: &str| -> Entry {
        Entry::parse(entry(number, day, event).trim_end().as_bytes()).expect("an entry")
    };
    let authorised = |number, day, authorised: &str| {
        event(number, day, &format!(r#"{{"authorised_set":{{"class":"common","authorised":{authorised}}}}}"#))
    };
    let book = r#"{"book_opened":{"issuer":"I","functional":"CAD","presentation":"CAD","year_end":"12-31"}}"#;
    let log = log_of(&[
        event(1, "2004-01-01", book),
        event(2, "2004-01-01", r#"{"class_registered":{"class":"common","name":"Common"}}"#),
        authorised(3, "2004-01-02", r#"{"limited":"100"}"#),
        authorised(4, "2004-01-03", r#""unlimited""#),
        authorised(5, "2004-01-04", r#"{"limited":"200"}"#),
    ]);
    let (ledger, _) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    let on = |day: &str| {
        let day = day.parse().expect("a day");
        evaluate(&ledger, Figure::SharesAuthorised, None, Time::At(day)).map(|answer| answer.number)
    };
    let shares = |count: i64| Ok(Some(BigRational::from_integer(BigInt::from(count))));
    assert_eq!(on("2004-01-01"), shares(0));
    assert_eq!(on("2004-01-02"), shares(100));
    assert_eq!(on("2004-01-03"), Err(FigureError::Unlimited("common".to_owned())));
    assert_eq!(on("2004-01-04"), shares(200));
}

/// Shares that stood in the books when the log begins, on the first day of a period, were weighted as if
/// issued on that day: under the span rule they lost a day, and the loss per share of a first period was
/// wrong.
#[test]
fn opening_shares_count_for_the_whole_period() {
    let lines = [
        r#"{"book_opened":{"issuer":"I","functional":"CAD","presentation":"CAD","year_end":"12-31"}}"#,
        r#"{"policy_adopted":{"day_count":"span"}}"#,
        r#"{"holder_registered":{"holder":"a","name":"A"}}"#,
        r#"{"class_registered":{"class":"common","name":"Common"}}"#,
        r#"{"authorised_set":{"class":"common","authorised":"unlimited"}}"#,
        r#"{"opening_balances":{"shares":[{"class":"common","holder":"a","quantity":"91000"}]}}"#,
    ];
    let parse = |(number, line): (usize, &str)| {
        Entry::parse(entry(number, "2004-01-01", line).trim_end().as_bytes()).expect("an entry")
    };
    let entries: Vec<Entry> = (1..).zip(lines).map(parse).collect();
    let log = log_of(&entries);
    let (ledger, _) = fold_with_lineage(&log.timeline(Cut::default()).facts);
    let quarter = Period::new("2004-01-01".parse().expect("a day"), "2004-03-31".parse().expect("a day"));
    let time = Time::Over(quarter.expect("a period"));
    let average = evaluate(&ledger, Figure::SharesWeightedAverage, None, time).expect("a figure");
    assert_eq!(average.number, Some(BigRational::from_integer(BigInt::from(91_000))));
}

/// From a day on, so many shares of a class for each that was outstanding of another, or of itself.
struct Proportion {
    since: Date,
    from: String,
    to: String,
    factor: BigRational,
}

/// Shares outstanding by class.
fn outstanding(ledger: &Ledger) -> BTreeMap<String, BigRational> {
    let mut sums = BTreeMap::new();
    for (account, balance) in ledger.accounts() {
        if let Unit::Class(class) = account.unit
            && matches!(account.place, Place::Held(_) | Place::Escrowed(..) | Place::Restricted(_))
        {
            let (_, name, _) = ledger.classes().find(|(id, ..)| *id == class).expect("a class");
            *sums.entry(name.to_string()).or_insert_with(BigRational::zero) += balance.amount.ratio();
        }
    }
    sums
}

/// The classes that a fact changes as a whole, or gives shares of to all their holders, and its terms.
fn terms_of(event: &Event) -> Option<(String, String, BigRational)> {
    let of = |ratio: &Ratio| ratio.parts().0.ratio() / ratio.parts().1.ratio();
    let one = BigRational::from_integer(BigInt::from(1));
    let (from, to, terms) = if let Event::SharesSplit(made) | Event::SharesConsolidated(made) = event {
        (&made.class, &made.class, of(&made.ratio))
    } else if let Event::BonusSharesIssued(made) = event {
        (&made.class, &made.class, of(&made.ratio) + one)
    } else if let Event::StockDividendPaid(made) = event {
        (&made.class, &made.of, of(&made.ratio) + one)
    } else if let Event::ClassExchanged(made) = event {
        (&made.from, &made.to, of(&made.ratio))
    } else {
        return None;
    };
    let of_others = matches!(event, Event::StockDividendPaid(_)) && from != to;
    (!of_others).then(|| (from.to_string(), to.to_string(), terms))
}

fn proportions(facts: &[Fact<'_>]) -> Vec<Proportion> {
    let mut ledger = Ledger::default();
    let mut found = Vec::new();
    for fact in facts {
        let Ok(plan) = ledger.plan(fact) else { continue };
        let before = outstanding(&ledger);
        ledger.apply(fact, plan);
        if let Some((from, to, terms)) = terms_of(fact.event) {
            let of = |sums: &BTreeMap<String, BigRational>, class| sums.get(class).cloned().unwrap_or_default();
            let was = of(&before, &from);
            let (mut now, there) = (of(&outstanding(&ledger), &to), of(&before, &to));
            if from != to {
                now -= there;
            }
            let factor = if was.is_zero() { terms } else { now / was };
            found.push(Proportion { since: fact.effective, from, to, factor });
        }
    }
    found
}

/// What the shares outstanding at the end of a day count for on a later one.
fn restated(proportions: &[Proportion], ledger: &Ledger, day: Date, later: Date) -> Result<BigRational, TestCaseError> {
    let mut sum = BigRational::zero();
    for (_, name, _) in ledger.classes() {
        let standing = asked(ledger, Figure::SharesOutstanding, Some(name.as_str()), Time::At(day))?;
        let mut standing = standing.and_then(|answer| answer.number).expect("a sum");
        let mut class = name.to_string();
        for change in proportions.iter().filter(|change| change.since > day && change.since <= later) {
            if change.from == class {
                standing *= &change.factor;
                class.clone_from(&change.to);
            }
        }
        sum += standing;
    }
    Ok(sum)
}

/// The average over days of what stood at their ends; where the day of issue does not count, at the ends
/// of the days before. What stood before a split counts as what the split made of it.
#[test]
fn the_weighted_average_is_the_average_of_days() {
    hold(101, 150, valid_histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let (ledger, _) = fold_with_lineage(&facts);
        // What stood in the books when the log begins counts from the start of any period.
        let opens = |fact: &&Fact<'_>| matches!(fact.event, Event::BookOpened(_) | Event::OpeningBalances(_));
        let opened = facts.iter().filter(opens).map(|fact| fact.effective).max();
        let proportions = proportions(&facts);
        let last = facts.last().expect("a fact").effective;
        for pick in picks.iter().take(3) {
            let first = facts[pick.index(facts.len())].effective;
            if opened.is_none_or(|opened| first <= opened) {
                continue;
            }
            let days: Vec<Date> = std::iter::successors(Some(first), |day| Some(day.next())).take(13).collect();
            let period = Period::new(first, *days.last().expect("days")).expect("days in order");
            let (mut sum, mut later_sum) = (BigRational::zero(), BigRational::zero());
            for day in &days {
                let counted = match ledger.policies_at(period.last).day_count {
                    DayCount::Inclusive => *day,
                    DayCount::Span => day.previous(),
                };
                sum += restated(&proportions, &ledger, counted, period.last)?;
                later_sum += restated(&proportions, &ledger, counted, last)?;
            }
            let days = BigRational::from_integer(BigInt::from(period.days()));
            let average = asked(&ledger, Figure::SharesWeightedAverage, None, Time::Over(period))?;
            prop_assert_eq!(average.and_then(|answer| answer.number), Some(sum / &days), "{}", period);
            if last >= period.last {
                let of = (Figure::SharesWeightedAverage, Time::Over(period));
                let later = evaluate_restated(&ledger, of.0, None, of.1, last).expect("a figure");
                prop_assert_eq!(later.number, Some(later_sum / &days), "{} as of {}", period, last);
            }
        }
        Ok(())
    });
}

/// Notes on rights: what stands at the start and moves is what stands at the end, which is the figure of that day;
/// no more is vested than stands.
#[test]
fn notes_on_rights_are_continuities() {
    hold(133, 150, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let (ledger, _) = fold_with_lineage(&facts);
        let day = |pick: usize| facts[picks[pick].index(facts.len())].effective;
        let (first, last) = (day(0).min(day(1)), day(0).max(day(1)));
        let period = Period::new(first, last).expect("days in order");
        let measures = [
            (Measure::Options, Figure::OptionsOutstanding),
            (Measure::Awards, Figure::AwardsOutstanding),
            (Measure::Warrants, Figure::WarrantsOutstanding),
        ];
        for (measure, figure) in measures {
            let note = rights_note(&facts, period, measure);
            let of = |row: RightsRow| note.rows.get(&row).map(|priced| priced.count.clone()).unwrap_or_default();
            let moved: BigRational = note
                .rows
                .iter()
                .filter(|(row, _)| !matches!(row, RightsRow::Closing | RightsRow::Exercisable))
                .map(|(_, priced)| priced.count.clone())
                .sum();
            prop_assert_eq!(&moved, &of(RightsRow::Closing), "{:?} {}", measure, period);
            if let Some(answer) = asked_if_open(&ledger, figure, Time::At(last))? {
                prop_assert_eq!(answer.number, Some(moved.clone()), "{:?} {}", measure, period);
            }
            prop_assert!(of(RightsRow::Exercisable) <= moved, "{:?}", measure);
            let bands: BigRational = note.bands.iter().map(|band| band.outstanding.clone()).sum();
            prop_assert_eq!(bands, moved, "{:?}", measure);
        }
        Ok(())
    });
}

/// A figure of a day on which the book was open.
fn asked_if_open(ledger: &Ledger, figure: Figure, time: Time) -> Result<Option<Answer>, TestCaseError> {
    match ledger.book() {
        Some(book) if book.opened <= time.last() => asked(ledger, figure, None, time),
        Some(_) | None => Ok(None),
    }
}

/// How many rights were exercised at what, each by the strike of its own day.
type Exercises = Vec<(Unit, BigRational, BigRational, Currency)>;

/// The exercises of a timeline: what a right costs is looked up before each fact, and not at the end.
fn exercises(facts: &[Fact<'_>]) -> Exercises {
    let mut ledger = Ledger::default();
    let mut found = Vec::new();
    for fact in facts {
        let Ok(plan) = ledger.plan(fact) else { continue };
        for moved in plan.transfers().iter().filter(|moved| moved.to == Place::Exercised) {
            let right = ledger.right(moved.unit).expect("a right");
            found.push((moved.unit, moved.amount.ratio(), right.strike.ratio(), right.currency));
        }
        ledger.apply(fact, plan);
    }
    found
}

/// Prices at which rights were exercised are the strikes of the days of exercise: the lowest, the highest, and
/// the average weighted by count. There is none in several currencies.
#[test]
fn exercise_prices_are_the_strikes_of_their_days() {
    hold(102, 150, valid_histories(STEPS), |entries, _| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let Some(period) = whole(&facts) else { return Ok(()) };
        let (ledger, _) = fold_with_lineage(&facts);
        let exercised = exercises(&facts);
        let prices = [
            [Figure::OptionPriceLow, Figure::OptionPriceAverage, Figure::OptionPriceHigh],
            [Figure::WarrantPriceLow, Figure::WarrantPriceAverage, Figure::WarrantPriceHigh],
        ];
        for (figures, rights) in prices.iter().zip([ledger.grants().collect::<Vec<_>>(), ledger.series().collect()]) {
            let units: Vec<Unit> = rights.iter().map(|right| right.unit).collect();
            let each = rights.iter().map(|right| (Some(right.name.as_str()), vec![right.unit]));
            for (scope, units) in std::iter::once((None, units)).chain(each) {
                let rows: Vec<_> = exercised.iter().filter(|(unit, ..)| units.contains(unit)).collect();
                let strikes = || rows.iter().map(|(_, _, strike, _)| strike.clone());
                let count: BigRational = rows.iter().map(|(_, count, ..)| count).sum();
                let total: BigRational = rows.iter().map(|(_, count, strike, _)| count * strike).sum();
                let average = (!count.is_zero()).then(|| total / count);
                let currencies: Vec<Currency> = rows.iter().map(|(.., currency)| *currency).collect();
                let mixed = currencies.windows(2).any(|pair| pair[0] != pair[1]);
                let expected = if mixed { [None, None, None] } else { [strikes().min(), average, strikes().max()] };
                for (figure, expected) in figures.iter().zip(expected) {
                    let found = asked(&ledger, *figure, scope, Time::Over(period))?.and_then(|answer| answer.number);
                    prop_assert_eq!(found, expected, "{} {:?}", figure.name(), scope);
                }
            }
        }
        Ok(())
    });
}

/// What a continuity table may be about.
const TABLES: &[fn(Account) -> bool] = &[
    |account| matches!(account.unit, Unit::Class(_)) && account.place.is_outstanding(),
    |account| matches!(account.unit, Unit::Series(_) | Unit::Grant(_)) && matches!(account.place, Place::Held(_)),
    |account| matches!(account.place, Place::Cash(_) | Place::RestrictedCash(_)),
    |account| matches!(account.place, Place::ShareCapital(_)),
    |account| matches!(account.place, Place::Payable(_)),
    |account| account.place.is_result() || account.place == Place::Deficit,
];

fn plus(one: Balance, other: Balance) -> Balance {
    let sum = |a: Exact, b: Exact| a.plus(b).expect("in range");
    Balance { amount: sum(one.amount, other.amount), carrying: sum(one.carrying, other.carrying) }
}

fn total(rows: impl IntoIterator<Item = Balance>) -> Balance {
    rows.into_iter().fold(Balance::default(), plus)
}

#[test]
fn opening_and_movements_are_the_closing() {
    hold(103, 200, histories(STEPS), |entries, picks| {
        let log = log_of(entries);
        let facts = log.timeline(Cut::default()).facts;
        let (ledger, _) = fold_with_lineage(&facts);
        let postings = ledger.journal().expect("lineage was kept").postings();
        let stood = |day: Date, select: fn(Account) -> bool| {
            let (then, _) = fold(&log.timeline(Cut { known_through: None, effective_through: Some(day) }).facts);
            total(then.accounts().filter(|(account, _)| select(*account)).map(|(_, balance)| balance))
        };
        for pair in picks.chunks_exact(2).take(3) {
            let mut days = [pair[0], pair[1]].map(|pick| facts[pick.index(facts.len())].effective);
            days.sort_unstable();
            let period = Period::new(days[0], days[1]).expect("days in order");
            let inside = |date| period.contains(date);
            let opened = postings.iter().any(|p| p.cause == Cause::Opening && inside(p.date));
            for select in TABLES {
                let table = continuity(&ledger, period, select).expect("lineage was kept");
                let moved = total(table.movements.values().copied());
                prop_assert_eq!(plus(table.opening, moved), table.closing, "{}", period);
                prop_assert_eq!(table.closing, stood(period.last, *select), "{}", period);
                if !opened {
                    prop_assert_eq!(table.opening, stood(period.first.previous(), *select), "{}", period);
                }
            }
        }
        Ok(())
    });
}
