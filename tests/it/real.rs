//! Promise: the events of real published statements fold into the counts that the same documents print.
//!
//! The statements lie outside of this repository, one JSON file a case (schema `real-statements/1`), in
//! `../shared/real` beside the checkout or where `CAPFOLD_REAL` says. Where they are absent the test says
//! so and passes. Every number is read from the file of its case. What a file lacks and a log needs is
//! marked [`case::supplied`], or is an assumption of the log; no count that is compared depends on it.

mod case;
mod complete;
mod single;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use case::Case;

/// Builds logs from a case, folds them, and compares figures with what the case states.
type Fold = fn(&Case);

/// What can be done with a case, or with a part of it.
enum What {
    /// Opening, events and closing are stated.
    Complete(Fold),
    /// Events are stated that fold by themselves, without an opening or a closing.
    Events(Fold),
    /// It has no events.
    NoEvents,
    /// Its events do not say enough, for this reason.
    Lacks(&'static str),
}

use What::{Complete, Events, Lacks, NoEvents};

const CASES: [(&str, &[What]); 22] = [
    ("01_emgold_q1_2004", &[Events(single::emgold)]),
    ("02_emgold_results_series_2004_2006", &[NoEvents]),
    (
        "03_emgold_q3_2005_balance_and_exploration",
        &[Lacks("its issues of shares are a sum of money, not itemised, and no count is stated")],
    ),
    ("04_emgold_property_agreements", &[Events(single::emgold_agreements)]),
    ("05_golden_queen_2011_fx", &[Complete(complete::golden_queen)]),
    ("07_almaden_q1_2004", &[Complete(complete::almaden)]),
    ("09_canplats_q2_2004", &[Complete(complete::canplats)]),
    ("13_medicenna_warrants_fy2022", &[Complete(complete::medicenna)]),
    ("25_lps_exhibit_2004_day_weighted", &[Complete(complete::day_weighted)]),
    ("28_cik1575913_lps_9m_2017", &[NoEvents]),
    ("31_titan_medical_lps_2021_2022", &[NoEvents]),
    ("32_consolidation_goldstrike_20_1_2019", &[Complete(complete::rounded_half_up)]),
    ("35_consolidation_palisade_15_1_2024", &[Complete(complete::paid_in_cash)]),
    ("36_auryn_flow_through_2017_2019", &[Events(single::auryn)]),
    ("38_canadian_zinc_2016_2018", &[Complete(complete::canadian_zinc_2018), Events(single::canadian_zinc_2016)]),
    ("42_cik832489_cashless_2021", &[Events(single::offering_2021)]),
    (
        "48_bunker_hill_shares_for_debt_2012_2018",
        &[Lacks("counts are restated for a later consolidation, and those issued are not stated")],
    ),
    ("52_uranium_energy_half_warrants_2017", &[Events(single::half_warrants)]),
    ("54_inmed_options_2019_2020", &[Complete(complete::inmed)]),
    ("57_nemaska_capitalization_2018", &[Complete(complete::nemaska)]),
    ("62_cik1527355_units_2013_2014", &[Events(single::units_2013)]),
    ("64_megawest_restricted_cash_2010", &[NoEvents]),
];

/// How many complete cases there are, how many with single events, and how many cannot be folded.
const FOLDED: [usize; 3] = [10, 7, 6];

/// How many figures are compared with what the cases state.
const COMPARED: usize = 120;

/// The directory of the cases, if it is there.
fn directory() -> Option<PathBuf> {
    if let Some(stated) = std::env::var_os("CAPFOLD_REAL") {
        let stated = PathBuf::from(stated);
        assert!(stated.is_dir(), "CAPFOLD_REAL is {}, which is no directory", stated.display());
        return Some(stated);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    beside.is_dir().then_some(beside)
}

/// The names of the cases of a directory.
fn names(directory: &Path) -> BTreeSet<String> {
    let files = std::fs::read_dir(directory).expect("a directory that can be read");
    let paths = files.map(|file| file.expect("a file").path());
    let cases = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    cases.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

#[test]
fn events_of_real_statements_fold_into_the_counts_they_state() {
    let Some(directory) = directory() else {
        // Not through `eprintln!`, which the test runner keeps to itself where a test passes.
        let said = writeln!(
            std::io::stderr(),
            "NOT TESTED: no real statements beside the checkout; CAPFOLD_REAL can name their directory"
        );
        said.expect("standard error");
        return;
    };
    assert_eq!(names(&directory), CASES.iter().map(|(name, _)| (*name).to_owned()).collect(), "each case is looked at");
    let [mut complete, mut events, mut not] = [0; 3];
    let mut compared = 0;
    for (name, parts) in &CASES {
        let case = Case::read(&directory, name);
        for part in *parts {
            let before = case.compared();
            let count = match part {
                Complete(fold) => {
                    fold(&case);
                    &mut complete
                }
                Events(fold) => {
                    fold(&case);
                    &mut events
                }
                NoEvents => {
                    assert_eq!(case.events(), 0, "{name} has events");
                    &mut not
                }
                Lacks(why) => {
                    assert_ne!(case.events(), 0, "{name} has no events: {why}");
                    &mut not
                }
            };
            *count += 1;
            let folds = matches!(part, Complete(_) | Events(_));
            assert_eq!(case.compared() > before, folds, "{name}: {} compared", case.compared() - before);
        }
        compared += case.compared();
    }
    assert_eq!([complete, events, not], FOLDED);
    assert_eq!(compared, COMPARED, "figures compared with what is stated");
}
