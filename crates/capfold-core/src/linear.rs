//! Linear equations between numbers that are known as ranges.
//!
//! [`System::bounds`] gives what the equations leave of each range, exactly; where no numbers solve them,
//! [`System::corrections`] gives the fewest ranges that cannot all be right. Both are the simplex method for
//! bounded variables on fractions, which chooses by least index and so ends (Bland). An end that does not belong
//! to its range lies beside it by less than anything.
//!
//! Errors: [`TooMuch`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, Mul, Sub};

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::interval::{End, Interval};

/// Variables at most, and equations.
pub const MOST: usize = 200;

/// Terms of equations looked at, at most.
const WORK: u64 = 5_000_000;

/// Why a system is not solved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TooMuch {
    /// Too many variables or equations.
    #[error("{0} are more than {MOST}")]
    Size(usize),
    /// Too many steps.
    #[error("solving takes more than {WORK} steps: fewer equations, or fewer figures in each, are needed")]
    Work,
}

/// `Σ factor × variable = equals`.
#[derive(Clone, Debug)]
pub struct Equation {
    /// The factor of each variable, by its number.
    pub terms: BTreeMap<usize, BigRational>,
    /// The sum.
    pub equals: BigRational,
}

/// Variables with the ranges they are known to lie in, and equations between them.
#[derive(Clone, Debug)]
pub struct System {
    ranges: Vec<Interval>,
    equations: Vec<Equation>,
}

impl System {
    /// A system.
    ///
    /// # Errors
    /// [`TooMuch::Size`].
    pub fn new(ranges: Vec<Interval>, equations: Vec<Equation>) -> Result<Self, TooMuch> {
        let size = ranges.len().max(equations.len());
        if size > MOST { Err(TooMuch::Size(size)) } else { Ok(Self { ranges, equations }) }
    }

    /// What the equations leave of each range; none when no numbers of the ranges solve them.
    ///
    /// # Errors
    /// [`TooMuch::Work`].
    pub fn bounds(&self) -> Result<Option<Vec<Interval>>, TooMuch> {
        let mut work = Work(WORK);
        let mut tableau = Tableau::of(self, &BTreeSet::new());
        if tableau.settle(&mut work)?.is_some() {
            return Ok(None);
        }
        (0..self.ranges.len()).map(|variable| tableau.range(variable, &mut work)).collect::<Result<_, _>>().map(Some)
    }

    /// What the equations leave of one variable if its own range is not held; none when the others cannot be.
    ///
    /// # Errors
    /// [`TooMuch::Work`].
    pub fn corrected(&self, variable: usize) -> Result<Option<Interval>, TooMuch> {
        let mut work = Work(WORK);
        let mut tableau = Tableau::of(self, &BTreeSet::from([variable]));
        let conflict = tableau.settle(&mut work)?;
        if conflict.is_some() { Ok(None) } else { tableau.range(variable, &mut work).map(Some) }
    }

    /// The smallest sets of variables without whose ranges the equations can be solved, all of that size, in
    /// order; the empty set when they can be solved as they are, none when they contradict each other.
    ///
    /// # Errors
    /// [`TooMuch::Work`].
    pub fn corrections(&self) -> Result<BTreeSet<BTreeSet<usize>>, TooMuch> {
        let mut work = Work(WORK);
        for size in 0..=self.ranges.len() {
            let mut search = Search { system: self, seen: BTreeSet::new(), found: BTreeSet::new() };
            search.without(BTreeSet::new(), size, &mut work)?;
            if !search.found.is_empty() {
                return Ok(search.found);
            }
        }
        Ok(BTreeSet::new())
    }
}

/// The search for sets of some size. Whatever set helps has a member in each conflict.
struct Search<'s> {
    system: &'s System,
    seen: BTreeSet<BTreeSet<usize>>,
    found: BTreeSet<BTreeSet<usize>>,
}

impl Search<'_> {
    fn without(&mut self, dropped: BTreeSet<usize>, more: usize, work: &mut Work) -> Result<(), TooMuch> {
        if !self.seen.insert(dropped.clone()) {
            return Ok(());
        }
        let Some(conflict) = Tableau::of(self.system, &dropped).settle(work)? else {
            self.found.insert(dropped);
            return Ok(());
        };
        let Some(more) = more.checked_sub(1) else { return Ok(()) };
        for variable in conflict {
            let mut dropped = dropped.clone();
            dropped.insert(variable);
            self.without(dropped, more, work)?;
        }
        Ok(())
    }
}

/// Steps that are left.
struct Work(u64);

impl Work {
    fn spend(&mut self, steps: usize) -> Result<(), TooMuch> {
        let steps = u64::try_from(steps).map_err(|_| TooMuch::Work)?;
        self.0 = self.0.checked_sub(steps).ok_or(TooMuch::Work)?;
        Ok(())
    }
}

/// A number, or one that lies beside it by some multiple of less than anything.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
struct Near {
    at: BigRational,
    beside: BigRational,
}

impl Near {
    fn above(end: &End) -> Self {
        Self { at: end.at.clone(), beside: if end.closed { BigRational::zero() } else { BigRational::one() } }
    }

    fn below(end: &End) -> Self {
        Self { at: end.at.clone(), beside: if end.closed { BigRational::zero() } else { -BigRational::one() } }
    }

    fn end(self) -> End {
        End { closed: self.beside.is_zero(), at: self.at }
    }
}

impl Add for &Near {
    type Output = Near;

    fn add(self, other: &Near) -> Near {
        Near { at: &self.at + &other.at, beside: &self.beside + &other.beside }
    }
}

impl Sub for &Near {
    type Output = Near;

    fn sub(self, other: &Near) -> Near {
        Near { at: &self.at - &other.at, beside: &self.beside - &other.beside }
    }
}

impl Mul<&BigRational> for &Near {
    type Output = Near;

    fn mul(self, by: &BigRational) -> Near {
        Near { at: &self.at * by, beside: &self.beside * by }
    }
}

type Terms = BTreeMap<usize, BigRational>;

/// Some variables as sums of the others. The sums of the equations are variables too, after the others; each is
/// held at what its equation says.
struct Tableau {
    count: usize,
    low: Vec<Option<Near>>,
    high: Vec<Option<Near>>,
    values: Vec<Near>,
    rows: BTreeMap<usize, Terms>,
}

/// Whether a variable grows or shrinks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    /// The way of a variable with a factor that makes a sum go this way.
    fn through(self, factor: &BigRational) -> Self {
        match (self, factor.is_negative()) {
            (Self::Up, false) | (Self::Down, true) => Self::Up,
            (Self::Up, true) | (Self::Down, false) => Self::Down,
        }
    }
}

impl Tableau {
    fn of(system: &System, dropped: &BTreeSet<usize>) -> Self {
        let count = system.ranges.len();
        let held = system
            .ranges
            .iter()
            .enumerate()
            .map(|(variable, range)| if dropped.contains(&variable) { Interval::ALL } else { range.clone() });
        let sums = system.equations.iter().map(|equation| Interval::point(equation.equals.clone()));
        let ranges: Vec<Interval> = held.chain(sums).collect();
        let low: Vec<_> = ranges.iter().map(|range| range.low.as_ref().map(Near::above)).collect();
        let high: Vec<_> = ranges.iter().map(|range| range.high.as_ref().map(Near::below)).collect();
        let start =
            |(low, high): (&Option<Near>, &Option<Near>)| low.clone().or_else(|| high.clone()).unwrap_or_default();
        let mut values: Vec<Near> = low.iter().zip(&high).take(count).map(start).collect();
        let mut rows = BTreeMap::new();
        for (index, equation) in system.equations.iter().enumerate() {
            let terms: Terms =
                equation.terms.iter().filter(|(_, by)| !by.is_zero()).map(|(of, by)| (*of, by.clone())).collect();
            let value = |of: usize| values.get(of).cloned().unwrap_or_default();
            let sum = terms.iter().fold(Near::default(), |sum, (of, by)| &sum + &(&value(*of) * by));
            values.push(sum);
            rows.insert(count.saturating_add(index), terms);
        }
        Self { count, low, high, values, rows }
    }

    fn value(&self, variable: usize) -> Near {
        self.values.get(variable).cloned().unwrap_or_default()
    }

    fn bound(&self, variable: usize, way: Way) -> Option<&Near> {
        let bounds = match way {
            Way::Up => &self.high,
            Way::Down => &self.low,
        };
        bounds.get(variable).and_then(Option::as_ref)
    }

    /// How far a variable can go; none when nothing holds it.
    fn room(&self, variable: usize, way: Way) -> Option<Near> {
        let (bound, value) = (self.bound(variable, way)?, self.value(variable));
        Some(match way {
            Way::Up => bound - &value,
            Way::Down => &value - bound,
        })
    }

    fn can_go(&self, variable: usize, way: Way) -> bool {
        self.room(variable, way).is_none_or(|room| room > Near::default())
    }

    fn spend(&self, work: &mut Work) -> Result<(), TooMuch> {
        work.spend(self.rows.values().map(|terms| terms.len().saturating_add(1)).sum())
    }

    /// Brings every variable into its range; the ranges that do not allow it together, if they do not.
    fn settle(&mut self, work: &mut Work) -> Result<Option<BTreeSet<usize>>, TooMuch> {
        loop {
            self.spend(work)?;
            let nothing = Near::default();
            let outside = self.rows.keys().find_map(|&variable| {
                let short = |way: Way| self.room(variable, way).is_some_and(|room| room < nothing);
                [(Way::Down, Way::Up), (Way::Up, Way::Down)].into_iter().find_map(|(past, way)| {
                    if short(past) { Some((variable, way, self.bound(variable, past)?.clone())) } else { None }
                })
            });
            let Some((variable, way, target)) = outside else { return Ok(None) };
            let terms = self.rows.get(&variable).cloned().unwrap_or_default();
            let moves = terms.iter().find(|(of, by)| self.can_go(**of, way.through(by)));
            let Some((&other, _)) = moves else {
                let held = terms.into_keys().chain([variable]).filter(|variable| *variable < self.count);
                return Ok(Some(held.collect()));
            };
            self.swap(variable, other, &target);
        }
    }

    /// The range of a variable when all are in theirs.
    fn range(&mut self, variable: usize, work: &mut Work) -> Result<Interval, TooMuch> {
        let low = self.furthest(variable, Way::Down, work)?.map(Near::end);
        Ok(Interval { low, high: self.furthest(variable, Way::Up, work)?.map(Near::end) })
    }

    /// The last value of a variable one way, which it then has; none when nothing holds it.
    fn furthest(&mut self, variable: usize, way: Way, work: &mut Work) -> Result<Option<Near>, TooMuch> {
        loop {
            self.spend(work)?;
            let own = || Terms::from([(variable, BigRational::one())]);
            let terms = self.rows.get(&variable).cloned().unwrap_or_else(own);
            let mut ways = terms.iter().map(|(of, by)| (*of, way.through(by)));
            let Some((moving, way)) = ways.find(|(of, way)| self.can_go(*of, *way)) else {
                return Ok(Some(self.value(variable)));
            };
            let Some((room, holds)) = self.first_held(moving, way) else { return Ok(None) };
            if holds == moving {
                let by = if way == Way::Up { room } else { &Near::default() - &room };
                self.shift(moving, &by);
            } else {
                let factor = self.rows.get(&holds).and_then(|terms| terms.get(&moving)).cloned().unwrap_or_default();
                let target = self.bound(holds, way.through(&factor)).cloned().unwrap_or_default();
                self.swap(holds, moving, &target);
            }
        }
    }

    /// How far a variable can go until it, or one that moves with it, is held; and which that is.
    fn first_held(&self, moving: usize, way: Way) -> Option<(Near, usize)> {
        let own = self.room(moving, way).map(|room| (room, moving));
        let others = self.rows.iter().filter_map(|(&variable, terms)| {
            let by = terms.get(&moving)?;
            let room = self.room(variable, way.through(by))?;
            Some((&room * &by.abs().recip(), variable))
        });
        own.into_iter().chain(others).min()
    }

    /// Moves a variable that is no sum, and the sums with it.
    fn shift(&mut self, variable: usize, by: &Near) {
        for (row, terms) in &self.rows {
            if let (Some(factor), Some(value)) = (terms.get(&variable), self.values.get_mut(*row)) {
                *value = &*value + &(by * factor);
            }
        }
        if let Some(value) = self.values.get_mut(variable) {
            *value = &*value + by;
        }
    }

    /// Brings a sum to a value by one of its terms, and makes that the sum instead.
    fn swap(&mut self, sum: usize, term: usize, target: &Near) {
        let Some(mut terms) = self.rows.remove(&sum) else { return };
        let Some(factor) = terms.remove(&term).map(|factor| factor.recip()) else { return };
        let by = &(target - &self.value(sum)) * &factor;
        self.shift(term, &by);
        if let Some(value) = self.values.get_mut(sum) {
            *value = target.clone();
        }
        let mut solved: Terms = terms.into_iter().map(|(of, by)| (of, -by * &factor)).collect();
        solved.insert(sum, factor);
        for terms in self.rows.values_mut() {
            let Some(factor) = terms.remove(&term) else { continue };
            for (of, by) in &solved {
                let entry = terms.entry(*of).or_insert_with(BigRational::zero);
                *entry += &factor * by;
                if entry.is_zero() {
                    terms.remove(of);
                }
            }
        }
        self.rows.insert(term, solved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    fn half_open(low: i64, high: i64) -> Interval {
        Interval { low: Some(End::closed(ratio(low))), high: Some(End::open(ratio(high))) }
    }

    fn equation(factors: &[i64], equals: i64) -> Equation {
        Equation { terms: factors.iter().map(|by| ratio(*by)).enumerate().collect(), equals: ratio(equals) }
    }

    fn system(ranges: &[Interval], equations: &[Equation]) -> System {
        System::new(ranges.to_vec(), equations.to_vec()).expect("small")
    }

    #[test]
    fn ends_stay_open_or_closed() {
        // a + b = 10, a in [1, 4), b in [0, 9): b is above 6, a is above 1.
        let system = system(&[half_open(1, 4), half_open(0, 9)], &[equation(&[1, 1], 10)]);
        let a = Interval { low: Some(End::open(ratio(1))), high: Some(End::open(ratio(4))) };
        let b = Interval { low: Some(End::open(ratio(6))), high: Some(End::open(ratio(9))) };
        assert_eq!(system.bounds(), Ok(Some(vec![a, b])));
    }

    #[test]
    fn an_open_end_that_is_needed_is_a_conflict() {
        let at = |equals| system(&[half_open(0, 5), half_open(0, 5)], &[equation(&[1, 1], equals)]).bounds();
        assert_eq!(at(10), Ok(None));
        assert_eq!(at(0), Ok(Some(vec![Interval::point(ratio(0)), Interval::point(ratio(0))])));
    }

    #[test]
    fn what_is_not_held_is_found_from_the_others_or_stays_open() {
        // a = b + c, d in nothing.
        let known = [Interval::ALL, Interval::between(ratio(1), ratio(2)), Interval::point(ratio(5)), Interval::ALL];
        let found = system(&known, &[equation(&[1, -1, -1, 0], 0)]).bounds().expect("little").expect("solvable");
        let expected = [Interval::between(ratio(6), ratio(7)), known[1].clone(), known[2].clone(), Interval::ALL];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_fewest_are_corrected() {
        let point = |n| Interval::point(ratio(n));
        // a + b = c, c + d = e: a = 1, b = 2, c = 4, d = 5, e = 9; only c disagrees with a and b.
        let wrong = system(
            &[point(1), point(2), point(4), point(5), point(9)],
            &[equation(&[1, 1, -1, 0, 0], 0), equation(&[0, 0, 1, 1, -1], 0)],
        );
        let sets = |sets: &[&[usize]]| sets.iter().map(|set| set.iter().copied().collect()).collect::<BTreeSet<_>>();
        assert_eq!(wrong.corrections(), Ok(sets(&[&[0], &[1]])));
        assert_eq!(wrong.corrected(0), Ok(Some(point(2))));
        assert_eq!(wrong.corrected(2), Ok(None));
        // Two equations without a common variable: one of each.
        let two = system(
            &[point(1), point(2), point(3), point(5)],
            &[equation(&[1, -1, 0, 0], 0), equation(&[0, 0, 1, -1], 0)],
        );
        assert_eq!(two.corrections(), Ok(sets(&[&[0, 2], &[0, 3], &[1, 2], &[1, 3]])));
        assert_eq!(system(&[point(1)], &[equation(&[0], 1)]).corrections(), Ok(sets(&[])));
        assert_eq!(system(&[point(1)], &[equation(&[1], 1)]).corrections(), Ok(sets(&[&[]])));
    }

    /// The whole numbers from 0 to 4 in each place that solve a system, by trying all.
    fn tried(ranges: &[(i64, i64)], equations: &[Equation]) -> Vec<Vec<i64>> {
        let mut all = vec![Vec::new()];
        for (low, high) in ranges {
            all = all
                .iter()
                .flat_map(|so_far: &Vec<i64>| (*low..=*high).map(|n| [so_far.clone(), vec![n]].concat()))
                .collect();
        }
        let solves = |numbers: &Vec<i64>| {
            equations.iter().all(|equation| {
                let terms = equation.terms.iter().map(|(of, by)| by * ratio(numbers[*of]));
                terms.sum::<BigRational>() == equation.equals
            })
        };
        all.into_iter().filter(solves).collect()
    }

    proptest! {
        /// Whatever solves the equations is in the bounds, the ends of the bounds can be had, and corrections help.
        #[test]
        fn bounds_are_as_tight_as_they_can_be(
            ends in proptest::collection::vec((0_i64..4, 0_i64..4), 4),
            factors in proptest::collection::vec((proptest::collection::vec(-2_i64..3, 4), -3_i64..9), 1..4),
        ) {
            let ends: Vec<_> = ends.into_iter().map(|(low, width)| (low, low.saturating_add(width))).collect();
            let ranges: Vec<_> = ends.iter().map(|(low, high)| Interval::between(ratio(*low), ratio(*high))).collect();
            let equations: Vec<_> = factors.iter().map(|(factors, equals)| equation(factors, *equals)).collect();
            let system = system(&ranges, &equations);
            let solutions = tried(&ends, &equations);
            let bounds = system.bounds().expect("little");
            prop_assert!(bounds.is_some() || solutions.is_empty());
            let Some(bounds) = bounds else {
                for set in system.corrections().expect("little") {
                    prop_assert!(!set.is_empty());
                    let kept = |variable: usize| if set.contains(&variable) { Interval::ALL } else { ranges[variable].clone() };
                    let helped = System::new((0..4).map(kept).collect(), equations.clone()).expect("small");
                    prop_assert!(helped.bounds().expect("little").is_some());
                }
                return Ok(());
            };
            for (variable, bound) in bounds.iter().enumerate() {
                prop_assert!(ranges[variable].covers(bound));
                for solution in &solutions {
                    prop_assert!(bound.contains(&ratio(solution[variable])), "{:?} {:?}", bound, solution);
                }
                for end in [bound.low.as_ref().expect("held"), bound.high.as_ref().expect("held")] {
                    let mut there = ranges.clone();
                    there[variable] = Interval::point(end.at.clone());
                    let there = System::new(there, equations.clone()).expect("small");
                    prop_assert!(end.closed && there.bounds().expect("little").is_some());
                }
            }
        }
    }
}
