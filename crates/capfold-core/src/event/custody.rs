//! Shares in custody: escrows with their releases, and certificates.
//!
//! Shares in escrow are issued and outstanding; they are locked, not gone. A certificate stands for
//! shares that are registered in its holder's name, in memorandum: it moves no share.

use std::collections::BTreeSet;

use super::EventError;
use super::record::record;
use crate::date::Date;
use crate::exact::Exact;
use crate::money::{GivenQuantity, Percent};
use crate::name::{Label, Name};

record! {
    /// An escrow agreement. Without a schedule its shares are released as its parties say; with one,
    /// never more of what a holder deposited than the per cent of the days that have come (NP 46-201,
    /// s. 4.2 and 4.3). Moves nothing.
    pub struct EscrowAgreed {
        /// Its short name.
        escrow: Name,
        /// Who keeps the shares.
        agent: Label,
        /// When they are released, in order of days; together at most a hundred per cent.
        schedule*: EscrowRelease,
    }
}

record! {
    /// A day on which a part of what was deposited is released.
    pub struct EscrowRelease {
        /// The day.
        on: Date,
        /// How much of everything deposited, in per cent.
        percent: Percent,
    }
}

record! {
    /// Puts another schedule in the place of an escrow's, from the entry's day on, as when an emerging issuer
    /// becomes an established one (NP 46-201, s. 4.4). It holds for everything deposited: what the past
    /// days of the new schedule would have released can be released now, less what was. Moves nothing.
    pub struct EscrowTermsChanged {
        /// The escrow.
        escrow: Name,
        /// The whole new schedule, past days included, in order of days; together at most a hundred per cent.
        schedule: Vec<EscrowRelease>,
    }
}

record! {
    /// Deposits shares in an escrow: held → escrowed. Refused beyond what the holder holds. A hold period
    /// runs on and does not keep shares out of an escrow.
    pub struct EscrowDeposited {
        /// The escrow.
        escrow: Name,
        /// The class.
        class: Name,
        /// Whose shares they are, and remain.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Releases shares from an escrow to their holder: escrowed → held. Refused beyond what is still there
    /// and, under a schedule, beyond everything that the holder ever deposited of the class × the per
    /// cent of the days through the entry's, less what has left the escrow already; on the class's grain,
    /// rounded down.
    pub struct EscrowReleased {
        /// The escrow.
        escrow: Name,
        /// The class.
        class: Name,
        /// Whose shares they are.
        holder: Name,
        /// How many.
        quantity: GivenQuantity,
    }
}

record! {
    /// Issues a certificate for shares that stand in the register: certificate book → certificate, in
    /// memorandum. Refused when the holder's certificates of the class would stand for more than the
    /// holder holds, escrowed shares included; shares without a certificate are book entries (CBCA s. 49,
    /// UCC 8-102(a)(18)).
    pub struct CertificateIssued {
        /// Its number or short name.
        certificate: Name,
        /// The class.
        class: Name,
        /// In whose name.
        holder: Name,
        /// For how many shares.
        quantity: GivenQuantity,
        /// A restriction printed on it (NI 45-102 s. 2.5(2)3, Rule 144).
        legend?: Label,
    }
}

record! {
    /// Replaces a certificate by new ones, as on a transfer, a division, a loss or the end of a
    /// restriction: certificate → each new one, in memorandum. Refused unless they stand for as many
    /// shares as the old one, which ends. Holders of new ones need not be registered for the shares yet.
    pub struct CertificateReplaced {
        /// The one that ends.
        certificate: Name,
        /// The new ones.
        new: Vec<NewCertificate>,
    }
}

record! {
    /// A certificate in the place of another.
    pub struct NewCertificate {
        /// Its number or short name.
        certificate: Name,
        /// In whose name.
        holder: Name,
        /// For how many shares.
        quantity: GivenQuantity,
        /// A restriction printed on it.
        legend?: Label,
    }
}

record! {
    /// Ends a certificate whose shares become a book entry, or are no longer there: certificate →
    /// certificate book, in memorandum, all of it.
    pub struct CertificateCancelled {
        /// The certificate.
        certificate: Name,
    }
}

impl EscrowAgreed {
    pub(super) fn check(&self) -> Result<(), EventError> {
        check_schedule(&self.schedule)
    }
}

impl EscrowTermsChanged {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.schedule.is_empty() {
            return Err(EventError::at(&["schedule"], "a schedule has at least one release".to_owned()));
        }
        check_schedule(&self.schedule)
    }
}

fn check_schedule(schedule: &[EscrowRelease]) -> Result<(), EventError> {
    let refuse = |message| Err(EventError::at(&["schedule"], message));
    let pairs = schedule.iter().zip(schedule.iter().skip(1));
    if let Some((earlier, later)) = pairs.into_iter().find(|(earlier, later)| later.on <= earlier.on) {
        return refuse(format!("a release on {} stands before one on {}", earlier.on, later.on));
    }
    let sum = schedule.iter().fold(Exact::ZERO, |sum, release| sum.saturating_plus(release.percent.exact()));
    if sum > Percent::WHOLE { refuse(format!("{sum} per cent are released in all, there are 100")) } else { Ok(()) }
}

impl CertificateReplaced {
    pub(super) fn check(&self) -> Result<(), EventError> {
        if self.new.is_empty() {
            let message = "a certificate is replaced by at least one; without one it is cancelled".to_owned();
            return Err(EventError::at(&["new"], message));
        }
        let mut names = BTreeSet::from([&self.certificate]);
        match self.new.iter().find(|new| !names.insert(&new.certificate)) {
            Some(again) => {
                Err(EventError::at(&["new"], format!("`{}` stands for two certificates", again.certificate)))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::event::Event;

    /// What is wrong with an event by itself: its place and its text; none when it is sound.
    #[track_caller]
    fn check(event: &str, expected: Option<(&str, &str)>) {
        let event: Event = serde_json::from_str(&event.replace('\'', "\"")).expect("an event");
        let found = event.check().err().map(|error| (error.path.join("/"), error.message));
        let expected = expected.map(|(path, message)| (path.to_owned(), message.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn schedules_are_in_order_and_release_at_most_everything() {
        let agreed =
            |schedule: &str| format!("{{'escrow_agreed':{{'escrow':'e','agent':'T','schedule':[{schedule}]}}}}");
        let of = |on: &str, percent: &str| format!("{{'on':'{on}','percent':'{percent}'}}");
        let (may, june) = ("2004-05-01", "2004-06-01");
        let path = "escrow_agreed/schedule";
        check(&agreed(""), None);
        check(&agreed(&format!("{},{}", of(may, "25"), of(june, "75"))), None);
        let over = "100.5 per cent are released in all, there are 100";
        check(&agreed(&format!("{},{}", of(may, "25.5"), of(june, "75"))), Some((path, over)));
        let again = "a release on 2004-05-01 stands before one on 2004-05-01";
        check(&agreed(&format!("{},{}", of(may, "25"), of(may, "75"))), Some((path, again)));
        let reversed = "a release on 2004-06-01 stands before one on 2004-05-01";
        check(&agreed(&format!("{},{}", of(june, "25"), of(may, "75"))), Some((path, reversed)));
        let changed = agreed(&format!("{},{}", of(june, "25"), of(may, "75")));
        let changed = changed.replace("escrow_agreed", "escrow_terms_changed").replace("'agent':'T',", "");
        check(&changed, Some(("escrow_terms_changed/schedule", reversed)));
        let none = "{'escrow_terms_changed':{'escrow':'e','schedule':[]}}";
        check(none, Some(("escrow_terms_changed/schedule", "a schedule has at least one release")));
    }

    #[test]
    fn certificates_are_replaced_by_others() {
        let replaced = |new: &str| format!("{{'certificate_replaced':{{'certificate':'c','new':[{new}]}}}}");
        let of = |name: &str| format!("{{'certificate':'{name}','holder':'a','quantity':'1'}}");
        let path = "certificate_replaced/new";
        check(&replaced(&format!("{},{}", of("d"), of("e"))), None);
        let none = "a certificate is replaced by at least one; without one it is cancelled";
        check(&replaced(""), Some((path, none)));
        check(&replaced(&of("c")), Some((path, "`c` stands for two certificates")));
        let twice = format!("{},{}", of("d"), of("d"));
        check(&replaced(&twice), Some((path, "`d` stands for two certificates")));
    }

    #[test]
    fn a_fair_value_is_in_the_currency_of_the_debt() {
        let money = |currency: &str| format!("{{'amount':'5','currency':'{currency}'}}");
        let issued = |more: &str| {
            format!(
                "{{'shares_issued':{{'class':'c','holder':'a','quantity':'1','for':{{'debt':{{'purpose':'administrative','value':{}{more}}}}}}}}}",
                money("CAD")
            )
        };
        check(&issued(""), None);
        check(&issued(&format!(",'fair_value':{},'related':true", money("CAD"))), None);
        let currency = "the debt is in CAD, the fair value in USD";
        let path = "shares_issued/for/debt/fair_value/currency";
        check(&issued(&format!(",'fair_value':{}", money("USD"))), Some((path, currency)));
        let related = "without a fair value there is no difference to be booked";
        check(&issued(",'related':true"), Some(("shares_issued/for/debt/related", related)));
    }
}
