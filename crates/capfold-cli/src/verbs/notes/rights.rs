//! Options, awards and warrants with their average prices (IFRS 2.45, ASC 718-10-50-2).

use capfold_core::figures::{Measure, PriceBand, Priced, RightsRow, rights_note};
use capfold_core::money::Currency;
use num_rational::BigRational;

use super::{Rows, Side, side_by_side};
use crate::fold::Folded;
use crate::report::{Cell, Section};

/// How the note on a kind of right is headed.
struct Heading {
    title: &'static str,
    granted: &'static str,
    used: &'static str,
    measure: Measure,
    /// Whether rights of the kind are bought for a price.
    priced: bool,
}

pub(super) fn options(folded: &Folded, sides: &[Side]) -> Vec<Section> {
    let (granted, used, measure) = ("granted", "exercised", Measure::Options);
    note(folded, sides, &Heading { title: "Options", granted, used, measure, priced: true })
}

pub(super) fn awards(folded: &Folded, sides: &[Side]) -> Vec<Section> {
    let (granted, used, measure) = ("granted", "settled", Measure::Awards);
    note(folded, sides, &Heading { title: "Awards", granted, used, measure, priced: false })
}

pub(super) fn warrants(folded: &Folded, sides: &[Side]) -> Vec<Section> {
    let (granted, used, measure) = ("issued", "exercised", Measure::Warrants);
    note(folded, sides, &Heading { title: "Warrants", granted, used, measure, priced: true })
}

/// The continuity of both sides, and what is outstanding at the end of the first by price.
fn note(folded: &Folded, sides: &[Side], heading: &Heading) -> Vec<Section> {
    let facts = folded.loaded.log.timeline(folded.cut).facts;
    let notes: Vec<_> = sides.iter().map(|side| (side, rights_note(&facts, side.period, heading.measure))).collect();
    if notes.iter().all(|(_, note)| note.rows.is_empty()) {
        return Vec::new();
    }
    let (mut heads, mut columns) = (vec!["number"], Vec::new());
    heads.extend(heading.priced.then_some("average price"));
    for (side, note) in &notes {
        let cells = |row: RightsRow, priced: &Priced| {
            // What an adjustment adds or takes has no price of its own.
            let average = if row == RightsRow::Adjusted { Cell::Empty } else { average(priced) };
            let mut cells = vec![Cell::Number(priced.count.clone(), 0)];
            cells.extend(heading.priced.then_some(average));
            cells
        };
        let rows: Rows<RightsRow> = note.rows.iter().map(|(row, priced)| (*row, cells(*row, priced))).collect();
        columns.push((side.name.as_str(), rows));
    }
    let words = |row: &RightsRow| words(*row, heading).to_owned();
    let mut sections = vec![side_by_side(heading.title, ("", words), &heads, columns)];
    if let Some((side, note)) = notes.first().filter(|_| heading.priced) {
        sections.push(by_price(heading.title, side, &note.bands));
    }
    sections
}

const fn words(row: RightsRow, heading: &Heading) -> &'static str {
    match row {
        RightsRow::Opening => "at the start",
        RightsRow::Granted => heading.granted,
        RightsRow::Exercised => heading.used,
        RightsRow::Expired => "expired",
        RightsRow::Forfeited => "forfeited",
        RightsRow::Cancelled => "cancelled",
        RightsRow::Adjusted => "adjusted with the class",
        RightsRow::Closing => "at the end",
        RightsRow::Exercisable => "of which vested",
    }
}

/// An average price with its currency.
fn average(priced: &Priced) -> Cell {
    priced.average().map_or(Cell::Empty, |(price, currency)| Cell::text(with_currency(price, currency)))
}

fn with_currency(price: BigRational, currency: Currency) -> String {
    format!("{} {currency}", Cell::Number(price, currency.places()).shown())
}

/// What is outstanding by strike, with the average time that is left of it in years of 365 days.
fn by_price(title: &str, side: &Side, bands: &[PriceBand]) -> Section {
    let columns = ["strike", "outstanding", "vested", "years left"];
    let mut section = Section::new(format!("{title} outstanding on {} by price", side.period.last), &columns);
    for band in bands {
        let (strike, currency) = band.strike;
        let year = BigRational::from_integer(365.into());
        section.row([
            Cell::text(with_currency(strike.ratio(), currency)),
            Cell::Number(band.outstanding.clone(), 0),
            Cell::Number(band.exercisable.clone(), 0),
            band.days_left.clone().map_or(Cell::Empty, |days| Cell::Rounded(days / year, 2)),
        ]);
    }
    section
}
