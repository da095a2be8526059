//! Promise: the event reference says what the fold does. Over generated histories, every movement,
//! refusal and figure of a fact is declared for its kind, and all that is declared is seen.
//!
//! Each kind has [`LEAST`] histories about it, and more while something declared for it was not seen
//! yet. Where a row is wrong the failure prints it as it should stand, as far as the histories know.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use capfold_core::date::Period;
use capfold_core::entry::{Cut, Entry};
use capfold_core::event::EventKind;
use capfold_core::figures::{Answer, FIGURES, Figure, Time, When, evaluate, scopes};
use capfold_core::finding::ProblemKind;
use capfold_core::ledger::{Cause, Detail, Ledger, PlaceKind, Transfer, UnitKind, fold_with_lineage};
use capfold_core::log::{Fact, Log};
use capfold_core::name::Seq;
use capfold_core::reference::{End, REFUSALS_OF_ANY, Reference};
use capfold_testkit::history::histories_about;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Histories about a kind, in any case and at most.
const LEAST: usize = 8;
const MOST: usize = 3000;
/// Steps of each.
const STEPS: usize = 40;

/// An end of a movement: a place, whosever it is.
type Spot = (PlaceKind, Option<Detail>);

/// What was seen of a kind of event, and what of that its row does not say.
#[derive(Default)]
struct Seen {
    facts: usize,
    moves: BTreeSet<(UnitKind, Spot, Spot)>,
    causes: BTreeSet<Cause>,
    refusals: BTreeSet<ProblemKind>,
    /// Figures for which one of the movements counts.
    fed: BTreeSet<Figure>,
    /// Figures that had a part from such a fact.
    figures: BTreeSet<Figure>,
    undeclared: BTreeSet<String>,
}

type All = BTreeMap<EventKind, Seen>;

/// Folds a history and notes what each fact does.
fn look(entries: &[Entry], all: &mut All) {
    let mut log = Log::new();
    for entry in entries {
        if let Err(rejection) = log.append(entry.clone()) {
            refused(entry.event.kind(), rejection.problem.kind(), all);
        }
    }
    let facts = log.timeline(Cut::default()).facts;
    let mut ledger = Ledger::default();
    for fact in &facts {
        let kind = fact.event.kind();
        match ledger.plan(fact) {
            Ok(plan) => {
                all.entry(kind).or_default().facts += 1;
                plan.transfers().iter().for_each(|transfer| moved(kind, Cause::of(fact.event), transfer, all));
                ledger.apply(fact, plan);
            }
            Err(rejection) => refused(kind, rejection.problem.kind(), all),
        }
    }
    figures(&facts, all);
}

fn refused(kind: EventKind, problem: ProblemKind, all: &mut All) {
    let seen = all.entry(kind).or_default();
    let general = REFUSALS_OF_ANY.contains(&problem) || kind.refusals_of_numbers().contains(&problem);
    if !general && seen.refusals.insert(problem) && !kind.reference().refusals.contains(&problem) {
        seen.undeclared.insert(format!("is refused for {problem:?}"));
    }
}

fn moved(kind: EventKind, cause: Cause, transfer: &Transfer, all: &mut All) {
    let seen = all.entry(kind).or_default();
    let Transfer { from, to, unit, .. } = *transfer;
    let unit = unit.kind();
    let Reference { moves, causes, .. } = kind.reference();
    let spots = (unit, (from.kind(), from.detail()), (to.kind(), to.detail()));
    let (new_spots, new_cause) = (seen.moves.insert(spots), seen.causes.insert(cause));
    if new_spots || new_cause {
        seen.fed.extend(FIGURES.iter().filter(|figure| figure.counts(cause, unit, from, to)));
    }
    if new_spots && !moves.iter().any(|moves| moves.cover(unit, from, to)) {
        seen.undeclared.insert(format!("moves {unit:?}: {from:?} => {to:?}"));
    }
    if new_cause && !causes.contains(&cause) {
        seen.undeclared.insert(format!("is called {cause:?}"));
    }
}

/// Notes the figures that have parts from facts.
fn figures(facts: &[Fact<'_>], all: &mut All) {
    let (ledger, _) = fold_with_lineage(facts);
    let (Some(book), Some(last)) = (ledger.book(), facts.last()) else { return };
    let Some(period) = Period::new(book.opened, last.effective) else { return };
    let kinds: BTreeMap<Seq, EventKind> = facts.iter().map(|fact| (fact.stated_by, fact.event.kind())).collect();
    for figure in FIGURES {
        let time = match figure.when() {
            When::Day => Time::At(last.effective),
            When::Period => Time::Over(period),
        };
        // What has no answer over all classes or currencies may have one for each.
        let of = |scope: Option<&str>| evaluate(&ledger, *figure, scope, time).ok();
        let answers: Vec<Answer> = match of(None) {
            Some(answer) => vec![answer],
            None => scopes(&ledger, *figure).iter().filter_map(|scope| of(Some(scope))).collect(),
        };
        for kind in answers.iter().flat_map(Answer::entries).filter_map(|seq| kinds.get(&seq).copied()) {
            let seen = all.entry(kind).or_default();
            if seen.figures.insert(*figure) && !kind.figures().contains(figure) {
                seen.undeclared.insert(format!("feeds {}", figure.name()));
            }
        }
    }
}

/// What is declared of a kind, or follows from what is, and was not seen.
fn unseen(kind: EventKind, seen: &Seen) -> Vec<String> {
    let Reference { moves, causes, refusals, .. } = kind.reference();
    let mut missing = Vec::new();
    for (moves, from) in moves.iter().flat_map(|moves| moves.from.iter().map(move |from| (moves, from))) {
        let is = |end: &End, spot: &Spot| end.place == spot.0 && (end.only.is_none() || end.only == spot.1);
        for to in moves.to {
            if !seen.moves.iter().any(|(unit, a, b)| *unit == moves.unit && is(from, a) && is(to, b)) {
                missing.push(format!("moves {:?}: {from} => {to}", moves.unit));
            }
        }
    }
    let causes = causes.iter().filter(|cause| !seen.causes.contains(cause));
    missing.extend(causes.map(|cause| format!("is called {cause:?}")));
    let refusals = refusals.iter().filter(|problem| !seen.refusals.contains(problem));
    missing.extend(refusals.map(|problem| format!("is refused for {problem:?}")));
    let figures = kind.figures().into_iter().filter(|figure| !seen.fed.contains(figure));
    missing.extend(figures.map(|figure| format!("feeds {}", figure.name())));
    missing
}

/// The row of a kind as it was seen, ready to paste.
fn row(kind: EventKind, seen: &Seen) -> String {
    // What a place starts or ends is of one detail, or of any.
    let ends = |places: &BTreeSet<PlaceKind>, side: fn(&(UnitKind, Spot, Spot)) -> Spot| {
        let end = |place: &PlaceKind| {
            let details: BTreeSet<Option<Detail>> =
                seen.moves.iter().map(side).filter(|spot| spot.0 == *place).map(|spot| spot.1).collect();
            match details.into_iter().collect::<Vec<_>>()[..] {
                [Some(only)] => format!("{place:?}({only:?})"),
                _ => format!("{place:?}"),
            }
        };
        places.iter().map(end).collect::<Vec<_>>().join(" | ")
    };
    let mut to: BTreeMap<(UnitKind, PlaceKind), BTreeSet<PlaceKind>> = BTreeMap::new();
    for (unit, start, end) in &seen.moves {
        to.entry((*unit, start.0)).or_default().insert(end.0);
    }
    // Places from which the same places are reached stand together.
    let mut from: BTreeMap<(UnitKind, BTreeSet<PlaceKind>), BTreeSet<PlaceKind>> = BTreeMap::new();
    for ((unit, start), to) in to {
        from.entry((unit, to)).or_default().insert(start);
    }
    let line = |((unit, to), from): (&(UnitKind, BTreeSet<PlaceKind>), &BTreeSet<PlaceKind>)| {
        format!("            {unit:?}: {} => {},\n", ends(from, |moved| moved.1), ends(to, |moved| moved.2))
    };
    let lines: String = from.iter().map(line).collect();
    let moves = if lines.is_empty() { lines } else { format!("\n{lines}        ") };
    let (causes, refusals) = (list(&seen.causes), list(&seen.refusals));
    let source = kind.reference().source;
    format!(
        "    {kind:?} {{\n        moves: [{moves}],\n        causes: [{causes}],\n        refusals: [{refusals}],\n        \
         source: {source:?},\n    }}\n"
    )
}

fn list<T: Debug>(items: &BTreeSet<T>) -> String {
    items.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>().join(", ")
}

/// What is wrong with the row of a kind, if anything.
fn complaint(kind: EventKind, seen: &Seen) -> Option<String> {
    let source = kind.reference().source.is_empty().then(|| "  has no source\n".to_owned());
    let undeclared = seen.undeclared.iter().map(|what| format!("  {what}: not declared\n"));
    let unseen = unseen(kind, seen).into_iter().map(|what| format!("  {what}: declared, not seen\n"));
    let all: String = source.into_iter().chain(undeclared).chain(unseen).collect();
    (!all.is_empty()).then(|| format!("{}, {} times accepted\n{all}{}", kind.tag(), seen.facts, row(kind, seen)))
}

#[test]
fn the_reference_says_what_the_fold_does() {
    let mut all = All::new();
    for kind in EventKind::ALL {
        let (mut runner, strategy) = (TestRunner::deterministic(), histories_about(*kind, STEPS));
        for number in 0..MOST {
            if number >= LEAST && unseen(*kind, all.entry(*kind).or_default()).is_empty() {
                break;
            }
            look(&strategy.new_tree(&mut runner).expect("no rejections").current(), &mut all);
        }
    }
    let complaints: Vec<String> = all.iter().filter_map(|(kind, seen)| complaint(*kind, seen)).collect();
    assert!(
        complaints.is_empty(),
        "rows in crates/capfold-core/src/reference to be put right:\n\n{}",
        complaints.join("\n")
    );
}

/// What any event can be refused for is said once.
#[test]
fn no_row_repeats_what_goes_without_saying() {
    for kind in EventKind::ALL {
        let numbers = kind.refusals_of_numbers();
        let general = |problem: &&ProblemKind| REFUSALS_OF_ANY.contains(problem) || numbers.contains(problem);
        let repeated: Vec<_> = kind.reference().refusals.iter().filter(general).collect();
        assert!(repeated.is_empty(), "{kind:?}: {repeated:?}");
    }
}
