//! The report as JUnit XML, for CI.

use std::collections::BTreeMap;

use keikaku_record::RecordKind;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{JunitError, Report, side};
use crate::{Checked, Difference};

impl Report {
    /// The report as JUnit XML: a suite for each fixture, in it a case for each kind of record.
    ///
    /// # Errors
    ///
    /// Fails where the XML cannot be written.
    pub fn junit(&self) -> Result<String, JunitError> {
        let mut report = quick_junit::Report::new("keikaku check");
        for fixture in &self.fixtures {
            report.add_test_suite(self.suite(fixture));
        }
        Ok(report.to_string()?)
    }

    fn suite(&self, fixture: &Checked) -> TestSuite {
        let mut cases: BTreeMap<RecordKind, Vec<&Difference>> = BTreeMap::new();
        for row in fixture.tally.wholes() {
            if let Ok(kind) = row.name.parse() {
                cases.entry(kind).or_default();
            }
        }
        for difference in fixture.differences_under(self.matching) {
            cases.entry(difference.kind).or_default().push(difference);
        }
        let mut suite = TestSuite::new(fixture.name.clone());
        if let Some(note) = &fixture.note {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(note.clone());
            suite.add_test_case(TestCase::new("document", status));
        }
        for (kind, differences) in cases {
            let status = if differences.is_empty() {
                TestCaseStatus::success()
            } else {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_type(differences[0].class.to_string());
                status.set_message(differences[0].to_string());
                let text: Vec<String> = differences.iter().map(|d| describe(d)).collect();
                status.set_description(text.join("\n"));
                status
            };
            let mut case = TestCase::new(kind.as_str(), status);
            case.set_classname(fixture.name.clone());
            suite.add_test_case(case);
        }
        suite
    }
}

fn describe(difference: &Difference) -> String {
    let mut lines = vec![
        difference.to_string(),
        format!("    expected {}", side(difference.expected.as_ref())),
        format!("    found    {}", side(difference.found.as_ref())),
    ];
    for line in &difference.source {
        // The writer drops control characters, and cells would run into each other.
        let text = line.text.replace('\t', "    ");
        lines.push(format!("    {:>5} | {text}", line.number));
    }
    lines.join("\n")
}
