//! `capfold quarter`: a period reconstructed from the log.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use capfold_core::date::{Date, Period};
use capfold_core::entry::Cut;
use capfold_core::event::AwardKind;
use capfold_core::exact::Exact;
use capfold_core::figures::{self, Answer, Continuity, Figure, FigureError, Time, continuities};
use capfold_core::ledger::{Account, Balance, Cause, Ledger, Place, RightView, Unit};
use capfold_core::money::Currency;

use super::figure::{of_error, outside_the_calendar, unit_words, value_cell};
use super::{agreements, commitments};
use crate::args::QuarterArgs;
use crate::console::{Console, Exit};
use crate::fold::Folded;
use crate::report::{Cell, Report, Section};

/// The expenses and the result, in the order of an income statement.
const RESULT: &[Figure] = &[
    Figure::ExpensesAdministrative,
    Figure::ExpensesExploration,
    Figure::ExpensesResearch,
    Figure::ExpensesFinance,
    Figure::ExpensesShareBased,
    Figure::ExpensesTax,
    Figure::WriteDowns,
    Figure::ExpensesTotal,
    Figure::ExchangeLoss,
    Figure::Income,
    Figure::Loss,
    Figure::SharesWeightedAverage,
    Figure::LossPerShare,
];

/// What came into the treasury for shares.
const PROCEEDS: &[Figure] =
    &[Figure::ProceedsOptions, Figure::ProceedsWarrants, Figure::ProceedsPlacements, Figure::ProceedsTotal];

/// What stands at the end.
const POSITION: &[Figure] = &[
    Figure::CashUnrestricted,
    Figure::CashRestricted,
    Figure::CurrentLiabilities,
    Figure::LaterLiabilities,
    Figure::WorkingCapital,
    Figure::Deposits,
    Figure::Properties,
    Figure::JointVentures,
    Figure::Investments,
    Figure::AdvanceRoyalties,
];

/// Figures that most books have nothing to say of.
const SELDOM: &[Figure] = &[
    Figure::ExpensesFinance,
    Figure::ExpensesShareBased,
    Figure::ExpensesTax,
    Figure::WriteDowns,
    Figure::LaterLiabilities,
    Figure::Deposits,
    Figure::Investments,
    Figure::AdvanceRoyalties,
];

pub(super) fn run(args: &QuarterArgs, console: &mut Console<'_>) -> io::Result<Exit> {
    let format = args.output.format;
    let Some(loaded) = super::read(&args.source, format, console)? else {
        return Ok(Exit::CannotRun);
    };
    let cut = match args.cut.cut(&loaded.log) {
        Ok(cut) => cut,
        Err(diagnostic) => return super::refuse(&diagnostic, format, console),
    };
    let Some(period) = args.period.resolve(super::year_end(&loaded.log, cut)) else {
        return super::refuse(&outside_the_calendar(args.period), format, console);
    };
    let note = match super::covered(&loaded.log, cut, Time::Over(period)) {
        Ok(note) => note,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    let mut folded = Folded::lineage(loaded, Cut { effective_through: Some(period.last), ..cut });
    let restated = args.restated.restated_as_of.map(|day| {
        let later = Cut { effective_through: Some(day), ..cut };
        Later { ledger: folded.later(later), day }
    });
    let report = match reconstruct(&folded, &args.period.to_string(), period, restated.as_ref()) {
        Ok(report) => report,
        Err(error) => return super::refuse(&of_error(&error), format, console),
    };
    report.print(format, console)?;
    super::note(note.as_deref(), console)?;
    folded.finish(console)
}

/// The ledger of a later day, in whose units shares count.
struct Later {
    ledger: Ledger,
    day: Date,
}

impl Later {
    fn restated(&self, figure: Figure, time: Time) -> Result<Answer, FigureError> {
        figures::evaluate_restated(&self.ledger, figure, None, time, self.day)
    }
}

fn reconstruct(folded: &Folded, name: &str, period: Period, restated: Option<&Later>) -> Result<Report, FigureError> {
    let ledger = &folded.ledger;
    let book = ledger.book().ok_or(FigureError::NoBook)?;
    let mut report = Report::new(format!("{} · {name} · {} to {}", book.issuer, period.first, period.last));
    report.fact("period", period.to_string());
    report.fact("functional", book.functional.to_string());
    if let Some(later) = restated {
        report.fact("shares restated as of", later.day.to_string());
    }
    report.push(shares(ledger, period)?);
    let tables = right_tables(ledger, period)?;
    report.push(rights(&tables, &OPTIONS, ledger.grants()));
    if ledger.awards().next().is_some() {
        report.push(rights(&tables, &AWARDS, ledger.awards()));
    }
    report.push(rights(&tables, &WARRANTS, ledger.series()));
    for section in treasuries(ledger, period, book.functional)? {
        report.push(section);
    }
    report.push(values(folded, "Proceeds of shares", PROCEEDS, Time::Over(period), restated)?);
    report.push(values(folded, "Result", RESULT, Time::Over(period), restated)?);
    report.push(values(folded, "Position at the end", POSITION, Time::At(period.last), restated)?);
    report.push(agreements::section(folded));
    report.push(commitments::section(ledger));
    report.push(assumptions(folded));
    Ok(report)
}

/// Opening, movements, closing, class by class.
fn shares(ledger: &Ledger, period: Period) -> Result<Section, FigureError> {
    let mut section = Section::new("Shares outstanding", &["class", "what", "shares"]);
    let held = |account: Account| match account.unit {
        Unit::Class(class) if account.place.is_outstanding() => Some(class),
        Unit::Class(_) | Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) | Unit::Currency(_) => None,
    };
    let tables = continuities(ledger, period, held)?;
    for (class, name, _) in ledger.classes() {
        for (what, balance) in lines(&tables.get(&class).cloned().unwrap_or_default()) {
            section.row([Cell::text(name.to_string()), Cell::text(what), Cell::count(balance.amount)]);
        }
    }
    Ok(section)
}

/// Opening, movements, closing, in order.
fn lines(table: &Continuity) -> Vec<(&'static str, Balance)> {
    let mut lines = vec![("opening", table.opening)];
    lines.extend(table.movements.iter().filter(|(_, b)| !b.is_zero()).map(|(cause, b)| (cause.words(), *b)));
    lines.push(("closing", table.closing));
    lines
}

/// How a table of rights is headed.
struct Heading {
    title: &'static str,
    right: &'static str,
    /// What each is, in a word or two.
    terms: &'static str,
    used: &'static str,
}

const OPTIONS: Heading = Heading { title: "Options outstanding", right: "lot", terms: "strike", used: "exercised" };
const AWARDS: Heading = Heading { title: "Awards outstanding", right: "lot", terms: "kind", used: "settled" };
const WARRANTS: Heading =
    Heading { title: "Warrants outstanding", right: "series", terms: "strike", used: "exercised" };

/// Where a right can be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Held,
    Used,
    Expired,
    Forfeited,
    Cancelled,
}

impl Standing {
    fn of(place: Place) -> Option<Self> {
        let ended = [
            (Place::Exercised, Self::Used),
            (Place::Settled, Self::Used),
            (Place::Expired, Self::Expired),
            (Place::Forfeited, Self::Forfeited),
            (Place::Cancelled, Self::Cancelled),
        ];
        if matches!(place, Place::Held(_)) {
            return Some(Self::Held);
        }
        ended.into_iter().find(|(end, _)| *end == place).map(|(_, standing)| standing)
    }
}

/// The continuity of rights, by what they are and where.
type RightTables = BTreeMap<(Unit, Standing), Continuity>;

fn right_tables(ledger: &Ledger, period: Period) -> Result<RightTables, FigureError> {
    continuities(ledger, period, |account| match account.unit {
        Unit::Series(_) | Unit::Grant(_) | Unit::Award(_) => Some((account.unit, Standing::of(account.place)?)),
        Unit::Class(_) | Unit::Currency(_) => None,
    })
}

/// What brings rights in.
const ISSUED: [Cause; 3] = [Cause::Grant, Cause::Units, Cause::FindersFee];

/// What changes rights together with the shares that they buy.
const ADJUSTED: [Cause; 3] = [Cause::Restructuring, Cause::BonusIssue, Cause::Exchange];

/// What moved for these causes.
fn moved(table: &Continuity, causes: [Cause; 3]) -> Exact {
    let amounts = causes.iter().filter_map(|cause| table.movements.get(cause)).map(|balance| balance.amount);
    amounts.fold(Exact::ZERO, Exact::saturating_plus)
}

/// A row a lot or series, opening to closing. What was adjusted has a column only if something was.
fn rights<'l>(tables: &RightTables, heading: &Heading, rights: impl Iterator<Item = RightView<'l>>) -> Section {
    let Heading { title, right, terms, used } = *heading;
    let rights: Vec<(RightView<'_>, Continuity)> =
        rights.map(|right| (right, tables.get(&(right.unit, Standing::Held)).cloned().unwrap_or_default())).collect();
    let adjusted = rights.iter().any(|(_, held)| !moved(held, ADJUSTED).is_zero());
    let mut columns = vec![right, terms, "expires", "opening", "issued", used, "expired", "forfeited", "cancelled"];
    columns.extend(adjusted.then_some("adjusted"));
    columns.push("closing");
    let mut section = Section::new(title, &columns);
    for (right, held) in rights {
        let mut row = vec![
            Cell::text(right.name.to_string()),
            Cell::text(terms_of(&right)),
            right.expires.map_or(Cell::Empty, |day| Cell::text(day.to_string())),
            Cell::count(held.opening.amount),
            Cell::count(moved(&held, ISSUED)),
        ];
        for standing in [Standing::Used, Standing::Expired, Standing::Forfeited, Standing::Cancelled] {
            let moved = tables.get(&(right.unit, standing));
            let in_period = moved.map(|moved| moved.closing.amount.saturating_minus(moved.opening.amount));
            row.push(Cell::count(in_period.unwrap_or_default().negated()));
        }
        row.extend(adjusted.then(|| Cell::count(moved(&held, ADJUSTED))));
        row.push(Cell::count(held.closing.amount));
        section.row(row);
        if let Some(ratio) = right.ratio {
            section.note(format!("{}: {} for {}", right.name, ratio.new, ratio.old));
        }
    }
    section
}

/// The strike, or what an award is, with the base of an appreciation right.
fn terms_of(right: &RightView<'_>) -> String {
    let price = format!("{} {}", Cell::money(right.strike, right.currency.places()).shown(), right.currency);
    match right.award {
        None => price,
        Some(AwardKind::AppreciationRight) => format!("{} over {price}", AwardKind::AppreciationRight.words()),
        Some(
            kind @ (AwardKind::RestrictedShareUnit
            | AwardKind::DeferredShareUnit
            | AwardKind::PerformanceShareUnit
            | AwardKind::RestrictedShares),
        ) => kind.words().to_owned(),
    }
}

/// A table a currency that a bank account ever held; unrestricted and restricted cash apart.
fn treasuries(ledger: &Ledger, period: Period, functional: Currency) -> Result<Vec<Section>, FigureError> {
    let tables = continuities(ledger, period, cash)?;
    let currencies: BTreeSet<Currency> =
        ledger.accounts().filter_map(|(account, _)| cash(account)).map(|of| of.0).collect();
    let of = |currency, restricted| tables.get(&(currency, restricted)).cloned().unwrap_or_default();
    let sections = currencies.into_iter().map(|currency| {
        let sides = (of(currency, false), of(currency, true));
        treasury(currency, functional, &sides)
    });
    Ok(sections.collect())
}

/// The currency of an account of cash, and whether it is restricted.
fn cash(account: Account) -> Option<(Currency, bool)> {
    let restricted = matches!(account.place, Place::RestrictedCash(_));
    let currency = account.unit.currency().filter(|_| restricted || matches!(account.place, Place::Cash(_)))?;
    Some((currency, restricted))
}

fn treasury(currency: Currency, functional: Currency, (free, bound): &(Continuity, Continuity)) -> Section {
    let title = format!("Treasury · {currency}, carried in {functional}");
    let mut section = Section::new(title, &["what", "unrestricted", "restricted", "carrying"]);
    let causes: BTreeSet<Cause> = free.movements.keys().chain(bound.movements.keys()).copied().collect();
    let mut row = |what: &str, free: Balance, bound: Balance| {
        let carrying = free.carrying.saturating_plus(bound.carrying);
        section.row([
            Cell::text(what),
            Cell::money(free.amount, currency.places()),
            Cell::money(bound.amount, currency.places()),
            Cell::money(carrying, functional.places()),
        ]);
    };
    row("opening", free.opening, bound.opening);
    for cause in causes {
        let of = |table: &Continuity| table.movements.get(&cause).copied().unwrap_or_default();
        row(cause.words(), of(free), of(bound));
    }
    row("closing", free.closing, bound.closing);
    section
}

/// Figures by name; those that the period leaves nothing to say of are left out.
fn values(
    folded: &Folded,
    title: &str,
    figures: &[Figure],
    time: Time,
    restated: Option<&Later>,
) -> Result<Section, FigureError> {
    let mut section = Section::new(title, &["figure", "value", "unit", "rests on"]);
    let mut policies: Vec<String> = Vec::new();
    for figure in figures {
        let asked = match restated.filter(|_| figure.restates()) {
            Some(later) => later.restated(*figure, time),
            None => figures::evaluate(&folded.ledger, *figure, None, time),
        };
        let answer = match asked {
            Ok(answer) => answer,
            Err(FigureError::Nothing(_)) => continue,
            Err(error) => return Err(error),
        };
        if answer.parts.is_empty() && SELDOM.contains(figure) {
            continue;
        }
        let rests = match answer.rests.len() {
            0 => Cell::Empty,
            1 => Cell::text("1 assumption"),
            many => Cell::text(format!("{many} assumptions")),
        };
        section.row([Cell::text(answer.name()), value_cell(&answer), Cell::text(unit_words(&answer)), rests]);
        for policy in answer.policies {
            if !policies.contains(&policy) {
                policies.push(policy);
            }
        }
    }
    if let Some(later) = restated.filter(|_| figures.iter().any(|figure| figure.restates())) {
        section.note(format!("shares restated as of {}", later.day));
    }
    for policy in policies {
        section.note(policy);
    }
    Ok(section)
}

fn assumptions(folded: &Folded) -> Section {
    let mut section = Section::new("Assumptions of the log", &["assumption", "chosen", "range", "entry", "about"]);
    for view in folded.ledger.assumptions() {
        let (chosen, range) = super::assumed(view.value);
        section.row([
            Cell::text(view.name.to_string()),
            Cell::text(chosen),
            Cell::text(range),
            Cell::text(folded.place(view.by)),
            Cell::text(view.about.to_string()),
        ]);
    }
    section
}
