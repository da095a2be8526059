//! What README prints is what the command prints.

use crate::runner::capfold;

/// Every block that begins with `$ capfold` holds lines of that command's output in order; `…` on a line
/// of its own stands for lines left out.
#[test]
fn the_examples_print_what_they_show() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let mut blocks = 0;
    for block in readme.split("```text\n").skip(1) {
        let block = block.split("```").next().expect("the end of a block");
        let (command, shown) = block.split_once('\n').expect("a command");
        let args: Vec<&str> = command.strip_prefix("$ capfold ").expect("a command").split(' ').collect();
        let (_, printed) = capfold(&args, b"");
        let mut printed = printed.lines();
        let mut left_out = false;
        for line in shown.lines() {
            if line == "…" {
                left_out = true;
                continue;
            }
            let found = if left_out { printed.any(|other| other == line) } else { printed.next() == Some(line) };
            assert!(found, "`{command}` does not print this line there:\n{line}");
            left_out = false;
        }
        blocks += 1;
    }
    assert_eq!(blocks, 6);
}

/// The entry that README shows is a line of the example's log.
#[test]
fn the_entry_stands_in_the_example() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let block = readme.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("an entry");
    let log =
        std::fs::read_to_string("crates/capfold-cli/examples/emgold-2004-q1/log/3-2004-q1.ndjson").expect("a log");
    assert!(log.lines().any(|line| line == block), "{block}");
}

/// The test that README shows is the one that the testkit's documentation runs.
#[test]
fn the_property_test_is_the_one_that_runs() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let shown = readme.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a test");
    let lib = std::fs::read_to_string("crates/capfold-testkit/src/lib.rs").expect("the testkit");
    let section = lib.split("//! # A property test\n").nth(1).expect("the section");
    let block = section.split("//! ```\n").nth(1).expect("a test");
    let lines = block.lines().map(|line| line.strip_prefix("//!").expect("documentation"));
    let run: String = lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    assert_eq!(shown, run);
}
