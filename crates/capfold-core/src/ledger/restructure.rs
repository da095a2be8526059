//! Splits, consolidations, bonus issues and exchanges of a class, carried through everything that counts
//! or prices its shares.

use std::collections::BTreeMap;

use super::Effect;
use super::accounts::{
    Account, AgreementId, BidId, CertificateId, ClassId, DebtId, EscrowId, GrantId, HolderId, Place, PlanId, SeriesId,
    Unit,
};
use super::awards::kept;
use super::draft::{Draft, Valued, too_large, within};
use super::journal::merge;
use super::rescale::{Rescale, Rescaled, rescaled_holds};
use super::rows::{Class, Rests, Table};
use crate::event::{CashInLieu, ClassExchanged, Fraction, FractionPolicy, NamedThing, Renamed, Restructured};
use crate::exact::{Exact, Rounding};
use crate::finding::{Problem, Rejection};
use crate::name::Name;

type Outcome = Result<(), Rejection>;

/// Another count at a place.
struct Recount {
    place: Place,
    was: Exact,
    becomes: Exact,
}

/// The rows of a table that say something of the class, with their numbers.
fn rows<T>(table: &Table<T>, of_class: impl Fn(&T) -> bool) -> impl Iterator<Item = (usize, &T)> {
    table.iter().map(|(_, row)| row).enumerate().filter(move |(_, row)| of_class(row))
}

/// Classes of shares in other units.
impl Draft<'_> {
    /// So many new shares for so many old.
    pub(super) fn restructured(&mut self, event: &Restructured) -> Outcome {
        self.restructure(event, event.ratio.parts(), false)
    }

    /// So many new shares besides so many old.
    pub(super) fn bonus_shares_issued(&mut self, event: &Restructured) -> Outcome {
        let (new, old) = event.ratio.parts();
        let all = old.plus(new).ok_or_else(|| Rejection::at("ratio", Problem::TooLarge))?;
        self.restructure(event, (all, old), true)
    }

    fn restructure(&mut self, event: &Restructured, ratio: (Exact, Exact), bonus: bool) -> Outcome {
        let (id, class) = self.ledger.names.class("class", &event.class)?;
        let paid = event.cash_in_lieu.as_ref();
        let by = Rescale { bonus, ..self.rescale((id, id), class, ratio, rule(event.fractions, paid)) };
        let shares = self.recounted_shares(&by)?;
        if event.authorised_too && !class.unlimited {
            self.rescale_charter(&by)?;
        }
        let pool = Self::pool(class);
        for row in &shares {
            self.recount(pool, Unit::Class(id), row);
            self.next_segment();
        }
        let open = self.recount_rights(&by, pool)?;
        self.recount_memoranda(&by)?;
        self.pay_fractions(&by, &shares, paid)?;
        self.pass_vacated(&by, &shares);
        self.restate(&by, &shares, &open)?;
        self.within_charter(id, &event.class, class)
    }

    pub(super) fn class_exchanged(&mut self, event: &ClassExchanged) -> Outcome {
        let (from, old) = self.ledger.names.class("from", &event.from)?;
        let (to, new) = self.ledger.names.class("to", &event.to)?;
        let paid = event.cash_in_lieu.as_ref();
        let by = self.rescale((from, to), new, event.ratio.parts(), rule(event.fractions, paid));
        let shares = self.recounted_shares(&by)?;
        if let Some(row) = shares.iter().find(|row| matches!(row.place, Place::Obligated(_))) {
            let (class, promised) = (event.from.clone(), row.was);
            return Err(Rejection::at("from", Problem::StillPromised { class, promised }));
        }
        let (old_pool, new_pool) = (Self::pool(old), Self::pool(new));
        for Recount { place, was, becomes } in &shares {
            self.lean_on(*place, Unit::Class(from));
            self.count(*place, old_pool, Unit::Class(from), *was);
            self.count(new_pool, *place, Unit::Class(to), *becomes);
            self.next_segment();
        }
        let open = self.recount_rights(&by, new_pool)?;
        let reserved = self.balance(Place::Reserved, Unit::Class(from)).amount;
        self.lean_on(Place::Reserved, Unit::Class(from));
        self.count(Place::Reserved, old_pool, Unit::Class(from), reserved);
        self.next_segment();
        self.recount_memoranda(&by)?;
        self.pass_all(Place::ShareCapital(from), Place::ShareCapital(to));
        self.pass_all(Place::TreasuryStock(from), Place::TreasuryStock(to));
        self.pay_fractions(&by, &shares, paid)?;
        self.pass_vacated(&by, &shares);
        self.restate(&by, &shares, &open)?;
        self.within_charter(to, &event.to, new)
    }

    fn rescale(
        &self,
        (from, to): (ClassId, ClassId),
        class: &Class,
        (new, old): (Exact, Exact),
        shares: Option<Fraction>,
    ) -> Rescale {
        let policy = self.ledger.policies.fractions;
        let fractions = FractionPolicy { shares: shares.unwrap_or(policy.shares), ..policy };
        Rescale { entry: self.seq, from, to, new, old, grain: class.grain, fractions, bonus: false }
    }

    // Counts

    /// Every account of shares of the class, with what it becomes. What a holder has is one holding: of
    /// several accounts each is rounded down, and what the rule gives for all of them besides is free.
    fn recounted_shares(&self, by: &Rescale) -> Result<Vec<Recount>, Rejection> {
        let wanted = |place: Place| place.is_issued() || matches!(place, Place::Obligated(_));
        let mut shares = self.recounted(Unit::Class(by.from), wanted, |was| by.shares(was))?;
        let mut of_holders: BTreeMap<HolderId, Vec<&mut Recount>> = BTreeMap::new();
        for row in &mut shares {
            if let Some(holder) = registered(row.place) {
                of_holders.entry(holder).or_default().push(row);
            }
        }
        let mut free = Vec::new();
        for (holder, mut rows) in of_holders.into_iter().filter(|(_, rows)| rows.len() > 1) {
            let (mut was, mut becomes) = (Exact::ZERO, Exact::ZERO);
            for row in &mut rows {
                row.becomes = by.down(row.was)?;
                was = was.saturating_plus(row.was);
                becomes = becomes.saturating_plus(row.becomes);
            }
            let rest = by.shares(was)?.saturating_minus(becomes);
            let place = Place::Held(holder);
            match rows.iter_mut().find(|row| row.place == place) {
                Some(row) => row.becomes = row.becomes.saturating_plus(rest),
                None => free.push(Recount { place, was: Exact::ZERO, becomes: rest }),
            }
        }
        shares.extend(free);
        Ok(shares)
    }

    /// What the accounts of a unit at some places become.
    fn recounted(
        &self,
        unit: Unit,
        wanted: impl Fn(Place) -> bool,
        becomes: impl Fn(Exact) -> Result<Exact, Rejection>,
    ) -> Result<Vec<Recount>, Rejection> {
        let there = self.ledger.accounts.of_unit(unit).filter(|(place, was)| wanted(*place) && !was.is_zero());
        there.map(|(place, was)| Ok(Recount { place, was, becomes: becomes(was)? })).collect()
    }

    /// Lets a place hold another count; the difference is from or for the other side.
    fn recount(&mut self, other: Place, unit: Unit, Recount { place, was, becomes }: &Recount) {
        self.lean_on(*place, unit);
        let more = becomes.saturating_minus(*was);
        if more.is_negative() {
            self.count(*place, other, unit, more.negated());
        } else {
            self.count(other, *place, unit, more);
        }
    }

    /// The authorised number × the factor, on the grain, rounded down.
    fn rescale_charter(&mut self, by: &Rescale) -> Outcome {
        let unit = Unit::Class(by.to);
        let was = self.balance(Place::Charter, unit).amount.negated();
        let becomes = by.down(was)?;
        self.lean_on(Place::Charter, unit);
        // More authorised is less in the charter's account.
        self.count(Place::Charter, Place::Unissued, unit, becomes.saturating_minus(was).max(Exact::ZERO));
        self.count(Place::Unissued, Place::Charter, unit, was.saturating_minus(becomes).max(Exact::ZERO));
        self.next_segment();
        Ok(())
    }

    /// Refuses what the charter does not allow.
    fn within_charter(&self, id: ClassId, name: &Name, class: &Class) -> Outcome {
        let unit = Unit::Class(id);
        let left = self.balance(Place::Unissued, unit).amount;
        if class.unlimited || !left.is_negative() {
            return Ok(());
        }
        let available = self.ledger.accounts.balance(Account { unit, place: Place::Unissued }).amount;
        let (class, needed) = (name.clone(), available.saturating_minus(left));
        Err(Rejection::at("ratio", Problem::BeyondAuthorised { class, needed, available }))
    }

    /// What is held of rights to the class, and what is reserved for them; what is open then under each plan.
    fn recount_rights(&mut self, by: &Rescale, pool: Place) -> Result<BTreeMap<PlanId, Exact>, Rejection> {
        let names = &self.ledger.names;
        let (mut needs, mut rests, mut plans) = (Exact::ZERO, Rests::new(), BTreeMap::<PlanId, Exact>::new());
        for (index, row) in rows(&names.series, |row| row.class == by.from) {
            let id = SeriesId::from_index(index);
            let (unit, rule) = (Unit::Series(id), by.fractions.warrants);
            let held = self.recounted(unit, |place| matches!(place, Place::Held(_)), |was| by.count(was, rule))?;
            let open = self.recount_right(unit, &held, Place::WarrantReserve(id), &mut rests);
            let shares = row.shares(open, by.grain).map_err(too_large("ratio"))?;
            needs = needs.saturating_plus(shares);
        }
        for (index, row) in rows(&names.grants, |row| row.class == by.from) {
            let id = GrantId::from_index(index);
            let (unit, place) = (row.unit(id), Place::Held(row.holder));
            let was = self.ledger.accounts.balance(Account { unit, place }).amount;
            let becomes = by.count(was, by.rule(row))?;
            let held = if was.is_zero() { None } else { Some(Recount { place, was, becomes }) };
            let open = self.recount_right(unit, held.as_slice(), Place::AwardReserve(id), &mut rests);
            let of_plan = plans.entry(row.plan).or_default();
            *of_plan = of_plan.saturating_plus(open);
            if kept(row, id) == Place::Reserved {
                needs = needs.saturating_plus(open);
            }
        }
        let unit = Unit::Class(by.to);
        let was = self.balance(Place::Reserved, unit).amount;
        let becomes = if by.is_exchange() { was.saturating_plus(needs) } else { needs };
        self.rest_on(&rests);
        self.recount(pool, unit, &Recount { place: Place::Reserved, was, becomes });
        self.next_segment();
        Ok(plans)
    }

    /// What holders hold of a right; how much is open then. Where nothing is, its reserve is contributed
    /// surplus.
    fn recount_right(&mut self, unit: Unit, held: &[Recount], reserve: Place, rests: &mut Rests) -> Exact {
        let mut of_right = Rests::new();
        for row in held {
            self.recount(Place::Writer, unit, row);
            merge(&mut of_right, &self.current_rests());
            self.next_segment();
        }
        merge(rests, &of_right);
        let open = held.iter().fold(Exact::ZERO, |open, row| open.saturating_plus(row.becomes));
        if open.is_zero() && !held.is_empty() && self.ledger.accounts.stands(reserve) {
            self.rest_on(&of_right);
            self.pass_all(reserve, Place::ContributedSurplus);
        }
        open
    }

    /// What is noted in shares of the class and not issued: commitments and certificates.
    fn recount_memoranda(&mut self, by: &Rescale) -> Outcome {
        let (old, new) = (Unit::Class(by.from), Unit::Class(by.to));
        let noted = |place: Place| matches!(place, Place::Commitment(..) | Place::Certificate(_));
        for row in self.recounted(old, noted, |was| by.down(was))? {
            let other = match row.place.instalment() {
                Some((agreement, _)) => Place::Promised(agreement),
                None => Place::CertificateBook,
            };
            if by.is_exchange() {
                self.lean_on(row.place, old);
                self.count(row.place, other, old, row.was);
                self.count(other, row.place, new, row.becomes);
            } else {
                self.recount(other, old, &row);
            }
            self.next_segment();
        }
        Ok(())
    }

    // Money

    /// All of a line of equity passes over to another, in every currency.
    fn pass_all(&mut self, from: Place, to: Place) {
        let rests = self.current_rests();
        for currency in self.ledger.accounts.currencies() {
            let unit = Unit::Currency(*currency);
            let balance = self.balance(from, unit);
            self.rest_on(&rests);
            self.lean_on(from, unit);
            self.transfer(from, to, unit, balance.amount, balance.carrying);
            self.next_segment();
        }
    }

    /// The value of promises of which nothing is left is contributed surplus; the cost of treasury shares,
    /// deficit.
    fn pass_vacated(&mut self, by: &Rescale, shares: &[Recount]) {
        let unit = Unit::Class(by.to);
        for row in shares {
            let (line, to) = if let Place::Obligated(id) = row.place {
                (Place::Obligation(id), Place::ContributedSurplus)
            } else if row.place == Place::Treasury {
                (Place::TreasuryStock(by.to), Place::Deficit)
            } else {
                continue;
            };
            if self.balance(row.place, unit).amount.is_zero() {
                self.lean_on(row.place, Unit::Class(by.from));
                self.pass_all(line, to);
            }
        }
    }

    /// Cash for the fractions of shares held, escrowed and restricted.
    fn pay_fractions(&mut self, by: &Rescale, shares: &[Recount], paid: Option<&CashInLieu>) -> Outcome {
        let Some(CashInLieu { price, from }) = paid else { return Ok(()) };
        let currency = price.currency;
        let cash = self.cash("from", from, currency).map_err(within("cash_in_lieu"))?;
        let price = self.price("price", price).map_err(within("cash_in_lieu"))?;
        let factor = by.factor();
        let too_large = || Rejection::at("price", Problem::TooLarge).within("cash_in_lieu");
        shares.iter().for_each(|row| self.lean_on(row.place, Unit::Class(by.from)));
        let mut amount = Exact::ZERO;
        for (was, becomes) in holdings(shares) {
            let due = (was.ratio() * &factor - becomes.ratio()) * price.ratio();
            let due = Exact::from_ratio(&due, currency.grain(), Rounding::HalfUp);
            amount = due.and_then(|due| amount.plus(due)).ok_or_else(too_large)?;
        }
        if amount.is_zero() {
            return Ok(());
        }
        let value = self.value(amount, currency, None).map_err(within("cash_in_lieu"))?;
        let money = Valued { amount, currency, value };
        self.pay(cash, Place::ShareCapital(by.to), money).map_err(within("cash_in_lieu"))?;
        self.next_segment();
        Ok(())
    }

    // Rows

    /// Everything that is remembered in numbers of shares of the class, or in prices of one.
    fn restate(&mut self, by: &Rescale, shares: &[Recount], open: &BTreeMap<PlanId, Exact>) -> Outcome {
        let names = &self.ledger.names;
        for (index, row) in names.classes.iter().map(|(_, row)| row).enumerate() {
            let id = ClassId::from_index(index);
            self.rescaled(row.rescaled(id, by)?.map(|row| Rescaled::Class(id, row)));
        }
        for (index, row) in rows(&names.series, |row| row.class == by.from) {
            let clause = row.acceleration.as_ref();
            let threshold = clause.map(|clause| self.price("threshold", &clause.threshold)).transpose()?;
            self.rescaled(Some(Rescaled::Series(SeriesId::from_index(index), row.rescaled(threshold, by)?)));
        }
        for (index, row) in rows(&names.plans, |row| row.class == by.from) {
            let id = PlanId::from_index(index);
            let open = open.get(&id).copied().unwrap_or_default();
            self.rescaled(Some(Rescaled::Plan(id, row.rescaled(open, by)?)));
        }
        for (index, row) in rows(&names.grants, |row| row.class == by.from) {
            let id = GrantId::from_index(index);
            let held = Account { unit: row.unit(id), place: Place::Held(row.holder) };
            let held = self.ledger.accounts.balance(held).amount;
            self.rescaled(Some(Rescaled::Grant(id, row.rescaled(self.date, held, by)?)));
        }
        for (index, row) in rows(&names.debts, |_| true) {
            self.rescaled(row.rescaled(by)?.map(|row| Rescaled::Debt(DebtId::from_index(index), row)));
        }
        let locked = shares.iter().filter_map(|row| {
            let Place::Escrowed(escrow, holder) = row.place else { return None };
            Some(((escrow, holder), (row.was, row.becomes)))
        });
        let locked: BTreeMap<(EscrowId, HolderId), (Exact, Exact)> = locked.collect();
        for (index, row) in rows(&names.escrows, |_| true) {
            let id = EscrowId::from_index(index);
            let locked = |holder| locked.get(&(id, holder)).copied().unwrap_or_default();
            self.rescaled(row.rescaled(by, locked)?.map(|row| Rescaled::Escrow(id, row)));
        }
        self.restate_holds(by)?;
        if by.is_exchange() {
            self.exchange_rows(by)
        } else {
            self.restate_announced(by)?
        }
        let Rescale { from, to, new, old, fractions, .. } = *by;
        self.effect(Effect::Restructured { from, to, new, old, fractions, rests: self.own_rests() });
        Ok(())
    }

    fn rescaled(&mut self, row: Option<Rescaled>) {
        if let Some(row) = row {
            self.effect(Effect::Rescaled(Box::new(row)));
        }
    }

    fn restate_holds(&mut self, by: &Rescale) -> Outcome {
        let holds = &self.ledger.holds;
        for (holder, of_class) in holds.of_class(by.from) {
            let (mut ended, begun) = rescaled_holds(of_class, self.date, by)?;
            if by.is_exchange() {
                let mut all = holds.of(by.to, holder).to_vec();
                all.extend(begun);
                self.rescaled(Some(Rescaled::Holds((by.to, holder), all)));
            } else {
                ended.extend(begun);
            }
            self.rescaled(Some(Rescaled::Holds((by.from, holder), ended)));
        }
        Ok(())
    }

    /// Bids and placements; those of a class that is given up stay as they are.
    fn restate_announced(&mut self, by: &Rescale) -> Outcome {
        let names = &self.ledger.names;
        for (index, row) in rows(&names.bids, |row| row.class == by.from) {
            self.rescaled(Some(Rescaled::Bid(BidId::from_index(index), row.rescaled(by)?)));
        }
        for (index, row) in rows(&names.placements, |row| row.class == by.from) {
            self.rescaled(Some(Rescaled::Placement(index, row.rescaled(by)?)));
        }
        Ok(())
    }

    /// Certificates and promises of shares by value are of the other class from now on.
    fn exchange_rows(&mut self, by: &Rescale) {
        let names = &self.ledger.names;
        for (index, row) in rows(&names.certificates, |row| row.class == by.from) {
            let row = Rescaled::Certificate(CertificateId::from_index(index), row.exchanged(by.to));
            self.rescaled(Some(row));
        }
        for (index, row) in rows(&names.agreements, |_| true) {
            let row = row.exchanged(by.from, by.to);
            self.rescaled(row.map(|row| Rescaled::Agreement(AgreementId::from_index(index), row)));
        }
    }
}

/// The holder in whose name shares stand at a place; those of a lot of restricted shares stand by themselves.
fn registered(place: Place) -> Option<HolderId> {
    if let Place::Held(holder) | Place::Escrowed(_, holder) = place { Some(holder) } else { None }
}

/// What each holder had outstanding and has then, and each lot of restricted shares.
fn holdings(shares: &[Recount]) -> Vec<(Exact, Exact)> {
    let mut of_holders: BTreeMap<HolderId, (Exact, Exact)> = BTreeMap::new();
    let mut all = Vec::new();
    for Recount { place, was, becomes } in shares.iter().filter(|row| row.place.is_outstanding()) {
        if let Some(holder) = registered(*place) {
            let (before, after) = of_holders.entry(holder).or_default();
            (*before, *after) = (before.saturating_plus(*was), after.saturating_plus(*becomes));
        } else {
            all.push((*was, *becomes));
        }
    }
    all.extend(of_holders.into_values());
    all
}

/// The rule for fractions of shares that an event states: what is paid for is rounded down.
fn rule(stated: Option<Fraction>, paid: Option<&CashInLieu>) -> Option<Fraction> {
    if paid.is_some() { Some(Fraction::Down) } else { stated }
}

/// Names in print.
impl Draft<'_> {
    pub(super) fn renamed(&mut self, event: &Renamed) -> Outcome {
        let names = &self.ledger.names;
        match &event.thing {
            NamedThing::Issuer => {}
            NamedThing::Holder(name) => names.holder("holder", name).map(drop)?,
            NamedThing::Class(name) => names.class("class", name).map(drop)?,
            NamedThing::Series(name) => names.series_row("series", name).map(drop)?,
        }
        self.effect(Effect::Renamed(Box::new(event.clone())));
        Ok(())
    }
}

impl super::Ledger {
    /// Puts another name in print.
    pub(super) fn rename(&mut self, Renamed { thing, name: label }: Renamed) {
        let names = &mut self.names;
        match thing {
            NamedThing::Issuer => {
                if let Some(book) = &mut self.book {
                    book.issuer = label;
                }
            }
            NamedThing::Holder(name) => names.holders.relabel(&name, |row| *row = label),
            NamedThing::Class(name) => names.classes.relabel(&name, |row| row.label = label),
            NamedThing::Series(name) => names.series.relabel(&name, |row| row.label = label),
        }
    }
}
