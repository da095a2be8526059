//! Hold periods: shares that a holder cannot transfer through a day.

use std::collections::BTreeMap;

use super::accounts::{ClassId, HolderId};
use crate::date::Date;
use crate::exact::Exact;
use crate::name::Seq;

/// A number of shares of a class that a holder cannot transfer on some days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hold {
    /// The entry that says so.
    pub(super) by: Seq,
    /// First day.
    pub(super) since: Date,
    /// Last day.
    pub(super) through: Date,
    pub(super) quantity: Exact,
}

impl Hold {
    pub(super) fn covers(&self, day: Date) -> bool {
        (self.since..=self.through).contains(&day)
    }
}

/// What is on hold on a day, and the hold that ends last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct OnHold {
    pub(super) quantity: Exact,
    pub(super) last: Hold,
}

/// All holds, those that are over too: figures look back.
#[derive(Clone, Debug, Default)]
pub(super) struct Holds(BTreeMap<(ClassId, HolderId), Vec<Hold>>);

impl Holds {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, class: ClassId, holder: HolderId, hold: Hold) {
        self.0.entry((class, holder)).or_default().push(hold);
    }

    /// The holders of a class who ever had a hold, with all of theirs.
    pub(super) fn of_class(&self, class: ClassId) -> impl Iterator<Item = (HolderId, &[Hold])> {
        let holds = self.0.iter().filter(move |((of, _), _)| *of == class);
        holds.map(|((_, holder), holds)| (*holder, holds.as_slice()))
    }

    /// All holds of a holder's shares of a class.
    pub(super) fn of(&self, class: ClassId, holder: HolderId) -> &[Hold] {
        self.0.get(&(class, holder)).map_or(&[], Vec::as_slice)
    }

    /// Puts these holds of a holder's shares of a class in the place of all others.
    pub(super) fn put(&mut self, class: ClassId, holder: HolderId, holds: Vec<Hold>) {
        self.0.insert((class, holder), holds);
    }

    /// What is on hold of a holder's shares of a class.
    pub(super) fn on(&self, class: ClassId, holder: HolderId, day: Date) -> Option<OnHold> {
        on_hold(self.0.get(&(class, holder))?, day)
    }

    /// The holds of a day.
    pub(super) fn of_day(&self, day: Date) -> impl Iterator<Item = (ClassId, HolderId, Hold)> {
        let holds =
            self.0.iter().flat_map(|((class, holder), holds)| holds.iter().map(|hold| (*class, *holder, *hold)));
        holds.filter(move |(.., hold)| hold.covers(day))
    }
}

fn on_hold(holds: &[Hold], day: Date) -> Option<OnHold> {
    let of_day = holds.iter().filter(|hold| hold.covers(day));
    of_day.fold(None, |sum: Option<OnHold>, hold| {
        let Some(OnHold { quantity, last }) = sum else { return Some(OnHold { quantity: hold.quantity, last: *hold }) };
        let last = if hold.through > last.through { *hold } else { last };
        Some(OnHold { quantity: quantity.saturating_plus(hold.quantity), last })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        day.parse().expect("a day")
    }

    fn hold(by: u64, since: &str, through: &str, quantity: i128) -> Hold {
        let quantity = Exact::whole(quantity).expect("in range");
        Hold { by: Seq(by), since: day(since), through: day(through), quantity }
    }

    /// 100 from 1 to 3 March, 20 from 2 to 5 March, 3 on 4 March alone.
    #[test]
    fn holds_add_up_from_their_first_day_through_their_last() {
        let (a, b) = (HolderId::from_index(0), HolderId::from_index(1));
        let class = ClassId::from_index(0);
        let rows = [
            hold(1, "2004-03-01", "2004-03-03", 100),
            hold(2, "2004-03-02", "2004-03-05", 20),
            hold(3, "2004-03-04", "2004-03-04", 3),
        ];
        let mut holds = Holds::default();
        rows.into_iter().for_each(|hold| holds.add(class, a, hold));
        for (on, expected) in [
            ("2004-02-29", None),
            ("2004-03-01", Some((100, 1))),
            ("2004-03-02", Some((120, 2))),
            ("2004-03-03", Some((120, 2))),
            ("2004-03-04", Some((23, 2))),
            ("2004-03-05", Some((20, 2))),
            ("2004-03-06", None),
        ] {
            let found = holds.on(class, a, day(on)).map(|found| (found.quantity, found.last.by));
            let expected = expected.map(|(sum, by)| (Exact::whole(sum).expect("in range"), Seq(by)));
            assert_eq!(found, expected, "{on}");
        }
        assert_eq!(holds.on(class, b, day("2004-03-02")), None);
        assert_eq!(holds.on(ClassId::from_index(1), a, day("2004-03-02")), None);
        assert_eq!(holds.of_day(day("2004-03-04")).count(), 2);
    }
}
