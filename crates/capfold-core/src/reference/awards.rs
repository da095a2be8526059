//! Plans and vesting.

use super::reference;

reference! {
    OptionsCancelled {
        moves: [
            Class: Reserved => Charter | Unissued,
            Grant: Held => Cancelled,
        ],
        causes: [Cancellation],
        refusals: [Insufficient],
        source: "IFRS 2.28",
    }

    VestingConditionMet {
        moves: [],
        causes: [],
        refusals: [NoSuchCondition],
        source: "IFRS 2, appendix A: vesting conditions",
    }

    VestingAccelerated {
        moves: [],
        causes: [],
        refusals: [Insufficient, NothingToVest],
        source: "IFRS 2.28(a)",
    }

    PlanLimitsSet {
        moves: [],
        causes: [],
        refusals: [],
        source: "TSX Venture Exchange Policy 4.4; capfold's own",
    }
}
