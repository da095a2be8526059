//! Which entries between two points of knowledge a fact's difference is put down to.

use std::collections::{BTreeMap, BTreeSet};

use super::state::State;
use super::{Range, Recorded, differing};
use crate::date::Date;
use crate::event::{Event, Names, Policy, Rank};
use crate::exact::Exact;
use crate::finding::Problem;
use crate::ledger::{Account, Cause, Ledger, Place, Unit};
use crate::log::{Fact, Log};
use crate::money::Currency;
use crate::name::{Name, Seq};

/// The entries that every fact which differs is put down to.
pub(super) struct Blame {
    words: BTreeMap<Seq, BTreeSet<Seq>>,
    /// Entries of the range with the first day on which they can matter.
    recorded: Vec<(Seq, Date)>,
}

impl Blame {
    /// Goes through what differs in the order of days: a fact is put down to what came before it.
    pub(super) fn new(
        log: &Log,
        range: Range,
        states: (&State<'_>, &State<'_>),
        entries: &[Recorded],
        wanted: BTreeSet<Seq>,
    ) -> Self {
        let mut accounts = Accounts::default();
        let (old, new) = (accounts.moves(log, &states.0.ledger), accounts.moves(log, &states.1.ledger));
        let moved = differing(&old.movements, &new.movements);
        let refused = states.0.refused.keys().chain(states.1.refused.keys());
        let turned = refused.filter(|fact| states.0.standing(**fact) != states.1.standing(**fact)).copied();
        let facts: BTreeSet<Seq> = wanted.into_iter().chain(moved.iter().copied()).chain(turned).collect();
        let mut order: Vec<((Date, Rank, Seq), Seq)> =
            facts.into_iter().filter_map(|fact| Some((place(states, fact)?, fact))).collect();
        order.sort_unstable();
        let recorded = entries.iter().map(|entry| (entry.seq, entry.first_day())).collect();
        let mut blame = Self { words: BTreeMap::new(), recorded };
        let frames = frames(log, range, states);
        let mut touched: BTreeMap<usize, BTreeSet<Seq>> = BTreeMap::new();
        for (at, fact) in order {
            let rows = [&old, &new].into_iter().filter_map(|moves| moves.movements.get(&fact));
            let own = log.last_word(fact, range.through);
            let words = if range.after < own {
                BTreeSet::from([own])
            } else {
                let reach = Reach::of(states, fact, (&old, &new), &accounts);
                let through = reach.accounts.iter().filter_map(|account| touched.get(account)).flatten().copied();
                let under = frames.iter().filter(|frame| (frame.at <= at || !reach.moved) && reach.is_under(frame));
                let cited = reach.cited.iter().copied().filter(|seq| range.holds(*seq));
                through.chain(under.map(|frame| frame.word)).chain(cited).collect()
            };
            if moved.contains(&fact) {
                for account in rows.flatten().flat_map(|movement| [movement.from, movement.to]) {
                    touched.entry(account).or_default().extend(&words);
                }
            }
            blame.words.insert(fact, words);
        }
        blame
    }

    /// The entries that a fact's difference is put down to, in a figure through a day; what came later
    /// had no part in it.
    pub(super) fn of(&self, fact: Seq, last: Date) -> BTreeSet<Seq> {
        let by_then = self.anything(last);
        let words: BTreeSet<Seq> = self.words.get(&fact).into_iter().flatten().copied().collect();
        if words.is_disjoint(&by_then) { by_then } else { &words & &by_then }
    }

    /// Every entry that can matter on a day; where there is none, every entry.
    pub(super) fn anything(&self, last: Date) -> BTreeSet<Seq> {
        let by_then: BTreeSet<Seq> =
            self.recorded.iter().filter(|(_, day)| *day <= last).map(|(seq, _)| *seq).collect();
        if by_then.is_empty() { self.recorded.iter().map(|(seq, _)| *seq).collect() } else { by_then }
    }
}

impl Range {
    fn holds(self, seq: Seq) -> bool {
        self.after < seq && seq <= self.through
    }
}

/// Where a fact stands among others: the earlier of its two places.
fn place(states: (&State<'_>, &State<'_>), fact: Seq) -> Option<(Date, Rank, Seq)> {
    let facts = [states.0.fact(fact), states.1.fact(fact)].into_iter().flatten();
    facts.map(|fact| (fact.effective, fact.event.rank(), fact.seq)).min()
}

/// One posting, with accounts that two ledgers call the same.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Movement {
    from: usize,
    to: usize,
    date: Date,
    cause: Cause,
    amount: Exact,
    carrying: Exact,
}

/// Accounts by their names, numbered across ledgers.
#[derive(Default)]
struct Accounts {
    numbers: BTreeMap<String, usize>,
    list: Vec<Listed>,
}

/// An account, with what its shares are called.
struct Listed {
    account: Account,
    class: Option<Name>,
}

/// What the facts of a ledger moved, by the entries that first stated them.
#[derive(Default)]
struct Moves {
    movements: BTreeMap<Seq, Vec<Movement>>,
    /// The names of the assumptions that they rest on.
    assumptions: BTreeMap<Seq, BTreeSet<String>>,
}

impl Accounts {
    fn number(&mut self, ledger: &Ledger, account: Account) -> usize {
        let next = self.list.len();
        let number = *self.numbers.entry(ledger.account_name(account)).or_insert(next);
        if number == next {
            let of = |class| ledger.classes().find(|(id, ..)| *id == class).map(|(_, name, _)| name.clone());
            let class = if let Unit::Class(class) = account.unit { of(class) } else { None };
            self.list.push(Listed { account, class });
        }
        number
    }

    fn moves(&mut self, log: &Log, ledger: &Ledger) -> Moves {
        let mut moves = Moves::default();
        let Some(journal) = ledger.journal() else { return moves };
        let (mut known, mut sets) = (BTreeMap::new(), BTreeMap::new());
        for posting in journal.postings() {
            let mut ends = [posting.from, posting.to].into_iter().filter_map(|id| {
                let account = ledger.account(id)?;
                Some(*known.entry(id).or_insert_with(|| self.number(ledger, account)))
            });
            let (Some(from), Some(to)) = (ends.next(), ends.next()) else { continue };
            let (date, cause, amount, carrying) = (posting.date, posting.cause, posting.amount, posting.carrying);
            let fact = log.first_word(posting.stated_by);
            let movement = Movement { from, to, date, cause, amount, carrying };
            moves.movements.entry(fact).or_default().push(movement);
            let names: &Vec<String> = sets.entry(posting.rests).or_insert_with(|| {
                let views = journal.rests(posting).iter().filter_map(|id| ledger.assumption(*id));
                views.map(|view| view.name.to_string()).collect()
            });
            if !names.is_empty() {
                moves.assumptions.entry(fact).or_default().extend(names.iter().cloned());
            }
        }
        moves
    }
}

/// A name, rate, policy, assumption, change of terms or of units whose word is of the range.
struct Frame<'log> {
    at: (Date, Rank, Seq),
    word: Seq,
    /// As it was and as it is.
    events: Vec<&'log Event>,
    names: BTreeSet<String>,
    /// Those whose shares it changes the units of.
    classes: BTreeSet<&'log Name>,
}

fn frames<'log>(log: &Log, range: Range, states: (&State<'log>, &State<'log>)) -> Vec<Frame<'log>> {
    let all: BTreeSet<Seq> = [states.0, states.1].into_iter().flat_map(State::facts).map(|fact| fact.seq).collect();
    let frame = |fact: Seq| {
        let word = log.last_word(fact, range.through);
        let at = place(states, fact)?;
        let events: Vec<&Event> =
            [states.0, states.1].into_iter().filter_map(|state| state.fact(fact)).map(|fact| fact.event).collect();
        let classes: BTreeSet<&Name> = events.iter().flat_map(|event| restructured(event)).collect();
        let frames = matches!(at.1, Rank::Opening | Rank::Frame) || events.iter().any(|event| changes_terms(event));
        if word <= range.after || (!frames && classes.is_empty()) {
            return None;
        }
        // Another unit reaches what is counted in it, and nothing through the other names of its event.
        let names = events.iter().filter(|_| frames).flat_map(|event| names(event)).collect();
        Some(Frame { at, word, events, names, classes })
    };
    all.into_iter().filter_map(frame).collect()
}

/// Whether an event changes the terms of something without moving anything.
const fn changes_terms(event: &Event) -> bool {
    matches!(event, Event::RightRepriced(_) | Event::RightExtended(_) | Event::AccelerationNoticed(_))
}

/// The classes whose shares an event changes the units of.
fn restructured(event: &Event) -> Vec<&Name> {
    if let Event::SharesSplit(of) | Event::SharesConsolidated(of) | Event::BonusSharesIssued(of) = event {
        return vec![&of.class];
    }
    if let Event::ClassExchanged(of) = event {
        return vec![&of.from, &of.to];
    }
    if let Event::StockDividendPaid(of) = event
        && of.class == of.of
    {
        return vec![&of.class];
    }
    Vec::new()
}

fn names(event: &Event) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    event.clone().names(&mut |name| {
        names.insert(name.to_string());
    });
    names
}

/// Through what other facts can reach one whose own word did not change.
#[derive(Default)]
struct Reach {
    accounts: BTreeSet<usize>,
    names: BTreeSet<String>,
    /// Whose shares it moves.
    classes: BTreeSet<Name>,
    /// Other than the functional one.
    currencies: BTreeSet<Currency>,
    /// Entries that its finding names.
    cited: Vec<Seq>,
    /// Whether what it moved differs, or only how it counts.
    moved: bool,
}

impl Reach {
    fn of(states: (&State<'_>, &State<'_>), fact: Seq, moves: (&Moves, &Moves), accounts: &Accounts) -> Self {
        let problems: Vec<Problem> = [states.0, states.1]
            .into_iter()
            .filter_map(|state| state.refused.get(&fact))
            .map(|finding| (*finding.rejection.problem).clone())
            .collect();
        let own = [moves.0.movements.get(&fact), moves.1.movements.get(&fact)];
        let mut reach = Self { moved: own[0] != own[1], ..Self::default() };
        reach.cited.extend(problems.iter().filter_map(cited));
        reach.currencies.extend(problems.iter().filter_map(missing_rate));
        for (state, moves) in [(states.0, moves.0), (states.1, moves.1)] {
            reach.names.extend(state.fact(fact).into_iter().flat_map(all_names));
            reach.names.extend(moves.assumptions.get(&fact).into_iter().flatten().cloned());
        }
        let functional = states.1.ledger.book().map(|book| book.functional);
        for (one, other) in [(own[0], own[1]), (own[1], own[0])] {
            for movement in one.into_iter().flatten() {
                let differs = other.is_none_or(|other| !other.contains(movement));
                for (end, leaves) in [(movement.from, true), (movement.to, false)] {
                    let Some(Listed { account, class }) = accounts.list.get(end) else { continue };
                    reach.classes.extend(class.clone());
                    let currency = account.unit.currency();
                    reach.currencies.extend(currency.filter(|currency| Some(*currency) != functional));
                    let counts = match problems.as_slice() {
                        [] => differs && currency.is_some(),
                        problems => problems.iter().any(|problem| concerns(problem, *account, leaves)),
                    };
                    if counts {
                        reach.accounts.insert(end);
                    }
                }
            }
        }
        reach
    }

    fn is_under(&self, frame: &Frame<'_>) -> bool {
        let units = || frame.classes.iter().any(|class| self.classes.contains(*class));
        frame.at.1 == Rank::Opening
            || units()
            || frame.events.iter().any(|event| self.is_under_event(event, &frame.names))
    }

    fn is_under_event(&self, event: &Event, names: &BTreeSet<String>) -> bool {
        if let Event::RateObserved(rate) = event {
            let known = [rate.base, rate.quote].into_iter().any(|currency| self.currencies.contains(&currency));
            return self.moved && known;
        }
        if let Event::PolicyAdopted(policy) = event {
            return match policy.as_ref() {
                Policy::DayCount(_) => !self.moved,
                Policy::Exploration(_)
                | Policy::Research(_)
                | Policy::Exchange(_)
                | Policy::Fractions(_)
                | Policy::UnitValues(_) => self.moved,
                Policy::Regime(_) => false,
            };
        }
        !matches!(event, Event::DocumentCited(_)) && !self.names.is_disjoint(names)
    }
}

fn all_names(fact: &Fact<'_>) -> BTreeSet<String> {
    let mut all = names(fact.event);
    all.extend(fact.assumes.iter().map(ToString::to_string));
    all
}

/// The currency that no rate was found for.
const fn missing_rate(problem: &Problem) -> Option<Currency> {
    if let Problem::NoRate { quote, .. } = problem { Some(*quote) } else { None }
}

/// The entry that a problem names as being in the way.
const fn cited(problem: &Problem) -> Option<Seq> {
    if let Problem::AlreadyRegistered { by, .. }
    | Problem::BookAlreadyOpen { by }
    | Problem::OpeningAfterMovement { first: by }
    | Problem::Ended { by, .. }
    | Problem::OnHold { by, .. } = problem
    {
        Some(*by)
    } else {
        None
    }
}

/// Whether a problem is about what is left of an account that the fact takes from (`leaves`) or gives
/// to.
fn concerns(problem: &Problem, account: Account, leaves: bool) -> bool {
    if let Problem::InsufficientMoney { currency, .. } = problem {
        // A payment takes from cash and from what is owed; neither may go below nothing.
        let cash = matches!(account.place, Place::Cash(_) | Place::RestrictedCash(_) | Place::CurrentAsset(_));
        let owed = matches!(account.place, Place::Payable(_) | Place::Debt(_) | Place::DebtInterest(_));
        let stock = (cash && leaves) || owed;
        return account.unit == Unit::Currency(*currency) && stock;
    }
    if matches!(problem, Problem::Insufficient { .. } | Problem::OnHold { .. } | Problem::BeyondSchedule { .. }) {
        let stock = matches!(account.place, Place::Held(_) | Place::Escrowed(..));
        return leaves && account.unit.currency().is_none() && stock;
    }
    let charter = matches!(problem, Problem::BeyondAuthorised { .. } | Problem::BelowIssued { .. });
    charter && matches!(account.place, Place::Charter | Place::Unissued | Place::Reserved)
}
