//! A print in one currency of amounts in another: what rate would make it true, and whether such a
//! rate was observed.

use num_rational::BigRational;
use num_traits::Zero;

use super::Verdict;
use super::judge::{Case, Judgement, Row, assumed_currency, list, show_end};
use crate::date::Period;
use crate::figures::{Answer, Figure, Time, ValueUnit, When};
use crate::interval::{End, Interval};
use crate::ledger::Ledger;
use crate::money::Currency;
use crate::text::{Toward, grouped};

/// The figures that make up proceeds: count, price, amount.
fn components(figure: Figure) -> &'static [(&'static str, Figure, Figure, Figure)] {
    const WARRANTS: (&str, Figure, Figure, Figure) =
        ("warrants", Figure::WarrantsExercised, Figure::WarrantPriceAverage, Figure::ProceedsWarrants);
    const OPTIONS: (&str, Figure, Figure, Figure) =
        ("options", Figure::OptionsExercised, Figure::OptionPriceAverage, Figure::ProceedsOptions);
    if figure == Figure::ProceedsExercises {
        &[WARRANTS, OPTIONS]
    } else if figure == Figure::ProceedsWarrants {
        &[WARRANTS]
    } else if figure == Figure::ProceedsOptions {
        &[OPTIONS]
    } else {
        &[]
    }
}

/// The currency that a figure's amounts are in: of a period, the one foreign currency in which all of them
/// moved; else the figure's own. Amounts that exist in functional currency alone, as exchange differences
/// do, make it the figure's own.
pub(super) fn native(answer: &Answer, own: Currency, functional: Currency) -> Currency {
    let carried_alone = answer.parts.iter().any(|part| part.amount.is_zero() && !part.carrying.is_zero());
    let of_period = answer.figure.when() == When::Period;
    let mut moved = answer.by_currency.iter().filter(|(_, amount)| !amount.is_zero());
    match (moved.next(), moved.next()) {
        (Some((only, _)), None) if of_period && own == functional && !carried_alone => *only,
        _ => own,
    }
}

/// Judges amounts of `native` against a print in `printed`.
pub(super) fn judge(case: &Case<'_>, answer: &Answer, native: Currency, printed: Currency, judgement: &mut Judgement) {
    let amount_of = |figure: Figure| {
        move |ledger: &Ledger| {
            let answer = case.answer(ledger, figure, answer.scope.as_deref()).ok()?;
            if answer.unit == ValueUnit::Money(native) {
                return answer.number;
            }
            Some(answer.by_currency.get(&native).copied().unwrap_or_default().ratio())
        }
    };
    let parts = if answer.scope.is_none() { components(answer.figure) } else { &[] };
    for (label, count, price, amount) in parts {
        let Some(range) = case.range(&answer.rests, &amount_of(*amount)) else { continue };
        let detail = terms(case, answer, (*count, *price));
        let places = native.places();
        judgement.rows.push(Row { label: (*label).to_owned(), detail, interval: range.interval, places });
    }
    let Some(range) = case.range(&answer.rests, &amount_of(answer.figure)) else { return };
    judgement.rests.extend(range.moved_by.iter().cloned());
    let (label, detail, places) = ("together".to_owned(), native.to_string(), native.places());
    judgement.rows.push(Row { label, detail, interval: range.interval.clone(), places });
    judgement.value.clone_from(&answer.number);
    judgement.difference = answer.number.as_ref().map(|value| value - case.statement.printed.value().ratio());

    if let Some(name) = assumed_currency(&case.ledger, &answer.rests, native) {
        judgement.notes.push(as_printed(&range.interval, &judgement.means, printed));
        judgement.rests.push(name);
    }
    let verdict = implied(case, &range.interval, (native, printed), judgement);
    judgement.verdict = if verdict == Verdict::Contradictory { range.refuted() } else { verdict };
    judgement.notes.extend(range.estimated.iter().cloned());
    // The value is in functional currency, so it moves with the days of the amounts too.
    if let Some(booked) = case.range(&answer.rests, &number_of(case, answer)) {
        judgement.rests.extend(booked.moved_by);
        judgement.range = Some(booked.interval);
    }
    let mut fitted = case.fitted(&judgement.rests);
    fitted.sort_unstable();
    fitted.dedup();
    if !fitted.is_empty() {
        judgement.notes.push(format!("Chosen to fit this statement, so not evidence for it: {}.", list(&fitted)));
    }
    if !range.unbounded_by.is_empty() && judgement.verdict == Verdict::NeedsExchangeRate {
        judgement.notes.push(format!("No document bounds {}.", list(&range.unbounded_by)));
    }
}

/// The figure itself.
fn number_of(case: &Case<'_>, answer: &Answer) -> impl Fn(&Ledger) -> Option<BigRational> {
    move |ledger| case.answer(ledger, answer.figure, answer.scope.as_deref()).ok()?.number
}

/// `2,930,819 × 0.55`, or a range of prices.
fn terms(case: &Case<'_>, answer: &Answer, (count, price): (Figure, Figure)) -> String {
    let number = |figure: Figure| move |ledger: &Ledger| case.answer(ledger, figure, None).ok()?.number;
    let shown = |figure: Figure, least: u32| {
        let interval = case.range(&answer.rests, &number(figure))?.interval;
        let places = |end: &End| crate::text::places(&end.at).clamp(least, 4);
        let (low, high) = (interval.low.as_ref()?, interval.high.as_ref()?);
        let from = grouped(&low.at, places(low), Toward::Down);
        if interval.is_point() {
            return Some(from);
        }
        Some(format!("{from} … {}", grouped(&high.at, places(high), Toward::Up)))
    };
    match (shown(count, 0), shown(price, 2)) {
        (Some(count), Some(price)) => format!("{count} × {price}"),
        _ => String::new(),
    }
}

/// What the amounts would be if the bare sign meant the currency of the print.
fn as_printed(amounts: &Interval, means: &Interval, printed: Currency) -> String {
    let gap = match (&amounts.low, &amounts.high, &means.low, &means.high) {
        (Some(low), _, _, Some(high)) if low.at >= high.at => &low.at - &high.at,
        (_, Some(high), Some(low), _) if high.at <= low.at => &low.at - &high.at,
        _ => BigRational::zero(),
    };
    if amounts.meet(means).is_some() {
        return format!("Read as {printed}, the prices would hold too.");
    }
    let apart = grouped(&gap, printed.places(), Toward::Nearest);
    format!("\"$\" cannot be {printed}: {apart} apart at the nearest corner.")
}

/// The rate that the print implies, and what of it was observed.
fn implied(
    case: &Case<'_>,
    amounts: &Interval,
    (native, printed): (Currency, Currency),
    judgement: &mut Judgement,
) -> Verdict {
    let means = &judgement.means;
    let (Some(low), Some(high), Some(least), Some(most)) = (&amounts.low, &amounts.high, &means.low, &means.high)
    else {
        return Verdict::Underdetermined;
    };
    if least.at <= BigRational::zero() || low.at <= BigRational::zero() {
        return Verdict::Underdetermined;
    }
    let rates = Interval {
        low: Some(End { at: &low.at / &most.at, closed: low.closed && most.closed }),
        high: Some(End { at: &high.at / &least.at, closed: high.closed && least.closed }),
    };
    let show = |interval: &Interval| {
        let low = show_end(interval.low.as_ref(), 4, Toward::Down);
        format!("{low} … {}", show_end(interval.high.as_ref(), 4, Toward::Up))
    };
    let (label, detail) = ("rate it implies".to_owned(), format!("{native} per {printed}"));
    judgement.rows.push(Row { label, detail, interval: rates.clone(), places: 4 });
    let holds = format!("Read as {native} it holds at {} {native} per {printed}", show(&rates));
    let Some(seen) = observed(case, native, printed) else {
        judgement.notes.push(format!("{holds}; the log has no rate for that time."));
        return Verdict::NeedsExchangeRate;
    };
    match rates.meet(&seen) {
        Some(both) => {
            let (seen, both) = (show(&seen), show(&both));
            judgement.notes.push(format!("{holds}; observed in that time {seen}, so {both}."));
            judgement.notes.push("It reconciles with an exchange rate; it is not confirmed.".to_owned());
            Verdict::NeedsExchangeRate
        }
        None => {
            judgement.notes.push(format!("{holds}; observed in that time {}: none of these.", show(&seen)));
            Verdict::Contradictory
        }
    }
}

/// The lowest and highest rate observed in the time of the statement.
fn observed(case: &Case<'_>, native: Currency, printed: Currency) -> Option<Interval> {
    let inside = |date| match case.time {
        Time::Over(period) => Period::contains(period, date),
        Time::At(day) => date == day,
    };
    let direct = case.ledger.observed_rates(printed, native).iter();
    let inverse = case.ledger.observed_rates(native, printed).iter();
    let direct = direct.filter(|o| inside(o.date)).map(|o| o.rate.ratio());
    let inverse = inverse.filter(|o| inside(o.date)).map(|o| o.rate.ratio().recip());
    let rates: Vec<BigRational> = direct.chain(inverse).collect();
    Some(Interval::between(rates.iter().min()?.clone(), rates.iter().max()?.clone()))
}
