//! Kinds of units and places: what accounts are, whosever they are.

use super::accounts::{ClassId, Income, Place, PlaceKind, ProjectId, PropertyId, Spending, Unit};
use crate::event::CurrentAsset;

/// What a unit is, whichever it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum UnitKind {
    /// Shares of a class.
    Class,
    /// Warrants of a series.
    Series,
    /// Options of a lot.
    Grant,
    /// Awards of a lot that are no options.
    Award,
    /// Money of a currency.
    Currency,
}

impl UnitKind {
    /// Its word in account names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Series => "series",
            Self::Grant => "grant",
            Self::Award => "award",
            Self::Currency => "currency",
        }
    }
}

impl Unit {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> UnitKind {
        match self {
            Self::Class(_) => UnitKind::Class,
            Self::Series(_) => UnitKind::Series,
            Self::Grant(_) => UnitKind::Grant,
            Self::Award(_) => UnitKind::Award,
            Self::Currency(_) => UnitKind::Currency,
        }
    }
}

/// Declares [`Detail`] with its words.
macro_rules! details {
    ($($(#[doc = $doc:literal])* $variant:ident $word:literal,)*) => {
        /// Which spending, current asset or income a place is of, where it is of one.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Detail {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Detail {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its word in account names.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

details! {
    /// Spending on running the company.
    Administrative "administrative",
    /// Spending on exploration of a property.
    Exploration "exploration",
    /// Spending on research on a project.
    Research "research",
    /// Costs of issuing shares.
    IssueCosts "issue-costs",
    /// Interest and other costs of finance.
    Finance "finance",
    /// Rights and awards given for work.
    ShareBased "share-based",
    /// Tax.
    Tax "tax",
    /// Assets that lost their value.
    WriteDown "write-down",
    /// Owed to the company.
    Receivable "receivable",
    /// Paid in advance.
    Prepaid "prepaid",
    /// A deposit that comes back.
    Deposit "deposit",
    /// Interest earned.
    Interest "interest",
    /// Gain on the settlement of a debt.
    Settlement "settlement",
    /// Premium of flow-through shares, earned by spending.
    FlowThrough "flow-through",
    /// Received for a property beyond its carrying amount.
    Property "property",
    /// Other income.
    Other "other",
}

/// One spending, current asset and income of every kind.
const SPENDINGS: [Spending; 8] = [
    Spending::Administrative,
    Spending::Exploration(PropertyId(0)),
    Spending::Research(ProjectId(0)),
    Spending::IssueCosts(ClassId(0)),
    Spending::Finance,
    Spending::ShareBased,
    Spending::Tax,
    Spending::WriteDown,
];
const ASSETS: [CurrentAsset; 3] = [CurrentAsset::Receivable, CurrentAsset::Prepaid, CurrentAsset::Deposit];
const INCOMES: [Income; 5] =
    [Income::Interest, Income::Settlement, Income::FlowThrough, Income::Property, Income::Other];

impl From<Spending> for Detail {
    fn from(spending: Spending) -> Self {
        match spending {
            Spending::Administrative => Self::Administrative,
            Spending::Exploration(_) => Self::Exploration,
            Spending::Research(_) => Self::Research,
            Spending::IssueCosts(_) => Self::IssueCosts,
            Spending::Finance => Self::Finance,
            Spending::ShareBased => Self::ShareBased,
            Spending::Tax => Self::Tax,
            Spending::WriteDown => Self::WriteDown,
        }
    }
}

impl From<CurrentAsset> for Detail {
    fn from(asset: CurrentAsset) -> Self {
        match asset {
            CurrentAsset::Receivable => Self::Receivable,
            CurrentAsset::Prepaid => Self::Prepaid,
            CurrentAsset::Deposit => Self::Deposit,
        }
    }
}

impl From<Income> for Detail {
    fn from(income: Income) -> Self {
        match income {
            Income::Interest => Self::Interest,
            Income::Settlement => Self::Settlement,
            Income::FlowThrough => Self::FlowThrough,
            Income::Property => Self::Property,
            Income::Other => Self::Other,
        }
    }
}

impl Place {
    /// Which spending, current asset or income it is of; none where its kind says enough.
    #[must_use]
    pub fn detail(self) -> Option<Detail> {
        if let Self::Payable(spending) | Self::Expense(spending) = self {
            Some(spending.into())
        } else if let Self::CurrentAsset(asset) = self {
            Some(asset.into())
        } else if let Self::Income(income) = self {
            Some(income.into())
        } else {
            None
        }
    }
}

impl PlaceKind {
    /// A place of the kind for every detail that it can be of; one where its kind says enough.
    #[must_use]
    pub(crate) fn examples(self) -> Vec<Place> {
        if self == Self::Payable {
            SPENDINGS.map(Place::Payable).to_vec()
        } else if self == Self::Expense {
            SPENDINGS.map(Place::Expense).to_vec()
        } else if self == Self::CurrentAsset {
            ASSETS.map(Place::CurrentAsset).to_vec()
        } else if self == Self::Income {
            INCOMES.map(Place::Income).to_vec()
        } else {
            vec![self.example()]
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A spending, asset or income that the lists above leave out is missed here.
    #[test]
    fn every_kind_of_place_has_a_place_of_every_detail() {
        let mut seen = BTreeSet::new();
        for kind in PlaceKind::ALL {
            let examples = kind.examples();
            let details: BTreeSet<Option<Detail>> = examples.iter().map(|place| place.detail()).collect();
            assert!(examples.iter().all(|place| place.kind() == *kind), "{kind:?}");
            assert_eq!(details.len(), examples.len(), "{kind:?}");
            assert_eq!(examples.len() > 1, kind.example().detail().is_some(), "{kind:?}");
            seen.extend(details.into_iter().flatten());
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), Detail::ALL);
    }
}
