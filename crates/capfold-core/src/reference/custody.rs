//! Escrows and certificates.

use super::reference;

reference! {
    EscrowAgreed {
        moves: [],
        causes: [],
        refusals: [AlreadyRegistered],
        source: "NP 46-201 4.2, 4.3",
    }

    EscrowTermsChanged {
        moves: [],
        causes: [],
        refusals: [],
        source: "NP 46-201 4.4",
    }

    EscrowDeposited {
        moves: [
            Class: Held => Escrowed,
        ],
        causes: [EscrowDeposit],
        refusals: [Insufficient],
        source: "NP 46-201 3.5",
    }

    EscrowReleased {
        moves: [
            Class: Escrowed => Held,
        ],
        causes: [EscrowRelease],
        refusals: [Insufficient, BeyondSchedule],
        source: "NP 46-201 4.2, 4.3",
    }

    CertificateIssued {
        moves: [
            Class: CertificateBook => Certificate,
        ],
        causes: [Certificate],
        refusals: [AlreadyRegistered, Insufficient],
        source: "CBCA s. 49; UCC 8-102(a)(4)",
    }

    CertificateReplaced {
        moves: [
            Class: Certificate => Certificate,
        ],
        causes: [Certificate],
        refusals: [AlreadyRegistered, Ended, CertificatesDiffer],
        source: "CBCA s. 49; UCC 8-401, 8-405",
    }

    CertificateCancelled {
        moves: [
            Class: Certificate => CertificateBook,
        ],
        causes: [Certificate],
        refusals: [Ended],
        source: "capfold's own",
    }
}
