//! Histories rewritten as a whole, for properties that compare two of them.

use capfold_core::entry::Entry;
use capfold_core::event::{AssumedValue, Event, NamedThing, NumberMut, Numbers, Settlement};
use capfold_core::exact::Exact;
use capfold_core::money::{Amount, Quantity};
use capfold_core::name::Name;

/// The same history with `factor` times as much of everything: counts of shares, options and
/// warrants, amounts of money, authorised numbers, pools, and the assumptions about them. Prices,
/// rates, par values and grains stay. What was paid stays quantity × price where no product is
/// rounded, as in [`super::even_histories`]. A number past the range stays as it is.
#[must_use]
pub fn scaled(entries: &[Entry], factor: u32) -> Vec<Entry> {
    let factor = i128::from(factor);
    let scale = |entry: &Entry| {
        let mut entry = entry.clone();
        scale_event(&mut entry.event, factor);
        entry
    };
    entries.iter().map(scale).collect()
}

/// The same history with other names for the holders.
#[must_use]
pub fn relabelled(entries: &[Entry], map: impl Fn(&Name) -> Name) -> Vec<Entry> {
    let rename = |entry: &Entry| {
        let mut entry = entry.clone();
        for holder in holders(&mut entry.event) {
            *holder = map(holder);
        }
        entry
    };
    entries.iter().map(rename).collect()
}

fn scale_event(event: &mut Event, factor: i128) {
    if let Event::Amend(amend) = event {
        return scale_event(&mut amend.event, factor);
    }
    if let Event::AssumptionMade(made) = event {
        return scale_assumed(&mut made.value, factor);
    }
    // The grain of a class is no quantity of anything.
    if matches!(event, Event::ClassRegistered(_)) {
        return;
    }
    event.numbers(&mut |number| match number {
        NumberMut::Count(count) => *count = Quantity::try_from(times(count.exact(), factor)).unwrap_or(*count),
        NumberMut::Amount(amount) => *amount = Amount::try_from(times(amount.exact(), factor)).unwrap_or(*amount),
        NumberMut::Price(_) => {}
    });
}

fn times(number: Exact, factor: i128) -> Exact {
    number.raw().checked_mul(factor).map_or(number, Exact::from_raw)
}

fn scale_assumed(value: &mut AssumedValue, factor: i128) {
    let scale = |number: Exact| times(number, factor);
    match value {
        AssumedValue::Quantity(value) => {
            value.chosen = scale(value.chosen);
            (value.low, value.high) = (value.low.map(scale), value.high.map(scale));
        }
        AssumedValue::Amount(value) => {
            value.chosen = scale(value.chosen);
            (value.low, value.high) = (value.low.map(scale), value.high.map(scale));
        }
        AssumedValue::Price(_) | AssumedValue::Date(_) | AssumedValue::Currency(_) => {}
    }
}

/// Every place of an event that names a holder.
fn holders(event: &mut Event) -> Vec<&mut Name> {
    match event {
        Event::HolderRegistered(e) => vec![&mut e.holder],
        Event::OpeningBalances(e) => {
            let shares = e.shares.iter_mut().map(|row| &mut row.holder);
            let options = e.options.iter_mut().map(|row| &mut row.holder);
            let warrants = e.warrants.iter_mut().map(|row| &mut row.holder);
            shares.chain(options).chain(warrants).collect()
        }
        Event::Renamed(e) => match &mut e.thing {
            NamedThing::Holder(holder) => vec![holder],
            NamedThing::Issuer | NamedThing::Class(_) | NamedThing::Series(_) => Vec::new(),
        },
        Event::SharesConverted(e) => vec![&mut e.holder],
        Event::SharesRepurchased(e) => vec![&mut e.holder],
        Event::TreasuryReissued(e) => vec![&mut e.holder],
        Event::SharesRedeemed(e) => vec![&mut e.holder],
        Event::SharesCancelled(e) => vec![&mut e.holder],
        Event::IssueRescinded(e) => vec![&mut e.holder],
        Event::SharesIssued(e) => vec![&mut e.holder],
        Event::UnitsIssued(e) => vec![&mut e.holder],
        Event::FindersFeePaid(e) => vec![&mut e.finder],
        Event::SubscriptionReceived(e) => vec![&mut e.holder],
        Event::SubscriptionRefunded(e) => vec![&mut e.holder],
        Event::ObligationIncurred(e) => vec![&mut e.holder],
        Event::SharesTransferred(e) => vec![&mut e.from, &mut e.to],
        Event::EscrowDeposited(e) => vec![&mut e.holder],
        Event::EscrowReleased(e) => vec![&mut e.holder],
        Event::CertificateIssued(e) => vec![&mut e.holder],
        Event::CertificateReplaced(e) => e.new.iter_mut().map(|new| &mut new.holder).collect(),
        Event::OptionsGranted(e) => vec![&mut e.holder],
        Event::AwardsGranted(e) => vec![&mut e.holder],
        Event::WarrantsIssued(e) => vec![&mut e.holder],
        Event::WarrantsExercised(e) => std::iter::once(&mut e.holder).chain(broker(&mut e.settled)).collect(),
        Event::OptionsExercised(e) => broker(&mut e.settled).into_iter().collect(),
        Event::WarrantsExpired(e) => vec![&mut e.holder],
        Event::WarrantsTransferred(e) => vec![&mut e.from, &mut e.to],
        Event::WarrantsCancelled(e) => vec![&mut e.holder],
        Event::DebtIssued(e) => vec![&mut e.holder],
        Event::PropertyPaid(e) => e.shares.iter_mut().map(|part| &mut part.holder).collect(),
        Event::Amend(e) => holders(&mut e.event),
        Event::BookOpened(_)
        | Event::ClassRegistered(_)
        | Event::SeriesRegistered(_)
        | Event::PlanRegistered(_)
        | Event::PropertyRegistered(_)
        | Event::ProjectRegistered(_)
        | Event::AccountRegistered(_)
        | Event::DocumentCited(_)
        | Event::AssumptionMade(_)
        | Event::PolicyAdopted(_)
        | Event::AuthorisedSet(_)
        | Event::SharesSplit(_)
        | Event::SharesConsolidated(_)
        | Event::BonusSharesIssued(_)
        | Event::ClassExchanged(_)
        | Event::ConversionAdjusted(_)
        | Event::BidAnnounced(_)
        | Event::TreasuryCancelled(_)
        | Event::DividendDeclared(_)
        | Event::DividendPaid(_)
        | Event::StockDividendPaid(_)
        | Event::RightRepriced(_)
        | Event::RightExtended(_)
        | Event::AccelerationNoticed(_)
        | Event::RightsDistributed(_)
        | Event::SpunOut(_)
        | Event::PlacementAnnounced(_)
        | Event::TrancheClosed(_)
        | Event::FlowThroughSpent(_)
        | Event::ObligationSettled(_)
        | Event::ObligationReleased(_)
        | Event::EscrowAgreed(_)
        | Event::EscrowTermsChanged(_)
        | Event::CertificateCancelled(_)
        | Event::OptionsExpired(_)
        | Event::OptionsForfeited(_)
        | Event::OptionsCancelled(_)
        | Event::AwardsSettled(_)
        | Event::CompensationRecognised(_)
        | Event::VestingConditionMet(_)
        | Event::VestingAccelerated(_)
        | Event::PlanLimitsSet(_)
        | Event::CashReceived(_)
        | Event::CashPaid(_)
        | Event::CashMoved(_)
        | Event::CashConverted(_)
        | Event::ExpenseAccrued(_)
        | Event::LiabilityPaid(_)
        | Event::InterestAccrued(_)
        | Event::DebtRepaid(_)
        | Event::DebtConverted(_)
        | Event::DebtExtended(_)
        | Event::ConversionTermsSet(_)
        | Event::MfnExercised(_)
        | Event::DebtForgiven(_)
        | Event::RateObserved(_)
        | Event::ExchangeRevalued(_)
        | Event::IncomeAccrued(_)
        | Event::PrepaidUsed(_)
        | Event::WrittenDown(_)
        | Event::PropertyOptionAgreed(_)
        | Event::LeaseAgreed(_)
        | Event::LeasePaid(_)
        | Event::JointVentureAgreed(_)
        | Event::JointVentureContributed(_)
        | Event::WorkSpent(_)
        | Event::PropertyReceipt(_)
        | Event::AgreementTerminated(_)
        | Event::PropertyOptionExercised(_)
        | Event::PurchaseOptionExercised(_)
        | Event::JointVentureCalled(_)
        | Event::JointVentureDiluted(_)
        | Event::RoyaltyAgreed(_)
        | Event::AdvanceRoyaltyPaid(_)
        | Event::RoyaltyPaid(_)
        | Event::RoyaltyBoughtBack(_)
        | Event::PeriodClosed(_)
        | Event::Void(_) => Vec::new(),
    }
}

/// The holder that takes shares to pay for the others.
fn broker(settled: &mut Option<Settlement>) -> Option<&mut Name> {
    match settled {
        Some(Settlement::Cashless(sale)) => Some(&mut sale.broker),
        Some(Settlement::Net(_) | Settlement::SetOff(_)) | None => None,
    }
}
