//! Earnings per share.

use proptest::prelude::*;

use crate::{calculated, refused};

fn wanos(opening: u32, events: &[String]) -> String {
    format!(
        r#"{{"period":{{"start":"2024-01-01","end":"2024-12-31"}},"weighting":"day","opening":"{opening}","events":[{}]}}"#,
        events.join(",")
    )
}

proptest! {
    /// An average lies between the smallest and the largest number.
    #[test]
    fn an_average_of_shares_is_between_the_least_and_the_most(
        opening in 0_u32..1_000_000,
        issues in proptest::collection::vec((1_u32..13, 1_u32..29, 0_u32..1_000_000), 0..8),
    ) {
        let events: Vec<String> = issues
            .iter()
            .map(|(month, day, change)| {
                format!(r#"{{"date":"2024-{month:02}-{day:02}","type":"issue","change":"{change}"}}"#)
            })
            .collect();
        let output = calculated("eps.wanos", &wanos(opening, &events));
        let number = |key: &str| -> capfold_core::calc::Number {
            output[key].as_str().expect("text").parse().expect("a number")
        };
        let (average, closing) = (number("wanos"), number("closing"));
        prop_assert!(average <= closing);
        prop_assert!(average >= opening.to_string().parse().expect("a number"));
    }
}

#[test]
fn an_average_of_shares_is_of_days_in_its_period() {
    let outside = wanos(1, &[r#"{"date":"2025-01-01","type":"issue","change":"1"}"#.to_owned()]);
    refused("eps.wanos", &outside, "events[0]: 2025-01-01 is outside 2024-01-01 to 2024-12-31");
    refused(
        "eps.wanos",
        &wanos(1, &[r#"{"date":"2024-02-30","type":"issue","change":"1"}"#.to_owned()]),
        "events[0].date: `2024-02-30` is not a day of the calendar (YYYY-MM-DD)",
    );
    let both = wanos(1, &[r#"{"date":"2024-02-03","type":"split","change":"1","factor":"2"}"#.to_owned()]);
    refused("eps.wanos", &both, "events[0]: either a change or a factor, not both");
    let months =
        wanos(1, &[r#"{"date":"2024-02-03","type":"issue","change":"1"}"#.to_owned()]).replace("\"day\"", "\"month\"");
    refused(
        "eps.wanos",
        &months,
        "events[0]: 2024-02-03 neither begins nor ends a month: months cannot weight it, days can",
    );
    refused(
        "eps.wanos",
        &wanos(1, &[]).replace("2024-12-31", "2023-12-31"),
        "period: 2024-01-01 to 2023-12-31: the days are reversed",
    );
}
