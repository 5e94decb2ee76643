//! The golden folders of `tests/cases`, natively: every way of feeding a report gives the bytes
//! that the naive converter gave (`tests/naive`), or the error that the contract asks for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fal_focus::error::Error;
use fal_focus::options::{Grain, ReportOptions};
use fal_focus::report::{FinishedReport, ReportWriter};
use fal_focus::request::ReportRequest;
use fal_focus::settings::Settings;
use fal_focus::timezone::native;
use serde_json::Value;
use time::UtcDateTime;

struct Case {
    name: String,
    request: Settings,
    options: Settings,
    files: Vec<(String, Vec<u8>)>,
    folder: PathBuf,
}

type Report = Result<(FinishedReport, Vec<u8>), Error>;

#[test]
fn every_case_folder_gives_what_it_expects() {
    let cases = all_cases();
    assert!(cases.len() > 50, "the case folders are not found");
    let failed: Vec<&str> = cases
        .iter()
        .filter(|case| catch_unwind(|| case.check()).is_err())
        .map(|c| c.name.as_str())
        .collect();
    assert!(failed.is_empty(), "{} of {} cases failed: {failed:?}", failed.len(), cases.len());
}

fn all_cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.into_iter().map(Case::load).collect()
}

impl Case {
    fn load(folder: PathBuf) -> Self {
        let case: Value = read_json(&folder.join("case.json"));
        Self {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            request: settings(&case["request"]),
            options: options(&case, &folder),
            files: Self::files(&case, &folder),
            folder,
        }
    }

    fn files(case: &Value, folder: &Path) -> Vec<(String, Vec<u8>)> {
        let paths = match case["files"].as_array() {
            Some(names) => names.iter().map(|name| folder.join(name.as_str().unwrap())).collect(),
            None => inputs_in(folder, &case["documents"]),
        };
        let last_name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        paths
            .into_iter()
            .map(|path: PathBuf| (last_name(&path), fs::read(&path).unwrap()))
            .collect()
    }

    fn check(&self) {
        let expected_error = self.folder.join("expected-error.json");
        if expected_error.exists() {
            return self.check_error(&read_json(&expected_error));
        }
        let expected_csv = fs::read_to_string(self.folder.join("expected.csv")).unwrap();
        let expected_summary = read_json(&self.folder.join("expected-summary.json"));
        for (way, report) in self.every_way() {
            let (report, csv) =
                report.unwrap_or_else(|error| panic!("{}, {way}: {error}", self.name));
            assert_same_lines(&String::from_utf8(csv).unwrap(), &expected_csv, &self.name, way);
            assert_eq!(comparable(&report), expected_summary, "{}, {way}: summary", self.name);
        }
    }

    fn check_error(&self, expected: &Value) {
        for (way, report) in self.every_way() {
            let Err(error) = report else { panic!("{}, {way}: no error", self.name) };
            let text = |name: &str| expected[name].as_str();
            let message = format!("{}, {way}: {error}", self.name);
            assert_eq!(Some(error.code().as_str()), text("code"), "{message}");
            assert_eq!(error.field_name(), text("field"), "{message}");
            assert_eq!(error.file_name(), text("file"), "{message}");
            assert!(error.hint_text().is_some(), "{message}: an error tells what to do");
        }
    }

    /// One page or many, chunks cut anywhere, pages in another order: nothing changes.
    fn every_way(&self) -> Vec<(&'static str, Report)> {
        let mut ways = vec![
            ("whole files", self.run(usize::MAX, false)),
            ("single bytes", self.run(1, false)),
            ("chunks of 7", self.run(7, false)),
        ];
        if self.grain() == Some(Grain::Timeframe)
            && !self.folder.join("expected-error.json").exists()
        {
            ways.push(("files reversed", self.run(usize::MAX, true)));
        }
        ways
    }

    fn run(&self, chunk: usize, reversed: bool) -> Report {
        let clock = UtcDateTime::UNIX_EPOCH;
        let request = ReportRequest::from_settings(&self.request)?;
        let options = ReportOptions::from_settings(&self.options, clock)?;
        let window = request.resolve(&options, &native::find)?;
        let mut csv = Vec::new();
        let mut writer = ReportWriter::new(window, options, &mut csv)?;
        let mut files: Vec<_> = self.files.iter().collect();
        if reversed {
            files.reverse();
            // Companions (`0-….json`) go before what they name.
            files.sort_by_key(|(name, _)| !name.starts_with("0-"));
        }
        for (name, bytes) in files {
            // An empty file has no chunk, and is a file all the same.
            writer.push(&[], Some(name))?;
            for piece in bytes.chunks(chunk.min(bytes.len().max(1))) {
                writer.push(piece, Some(name))?;
            }
            writer.end_file()?;
        }
        let report = writer.finish()?;
        drop(writer);
        Ok((report, csv))
    }

    fn grain(&self) -> Option<Grain> {
        ReportOptions::from_settings(&self.options, UtcDateTime::UNIX_EPOCH).ok().map(|o| o.grain)
    }
}

/// The options, with the text of each document as the option of its name.
fn options(case: &Value, folder: &Path) -> Settings {
    let mut options = case["options"].as_object().cloned().unwrap_or_default();
    for (option, file) in case["documents"].as_object().into_iter().flatten() {
        let text = fs::read_to_string(folder.join(file.as_str().unwrap())).unwrap();
        options.insert(option.clone(), text.into());
    }
    settings(&Value::Object(options))
}

fn inputs_in(folder: &Path, documents: &Value) -> Vec<PathBuf> {
    let is_document = |name: &str| {
        documents.as_object().into_iter().flatten().any(|(_, document)| document == name)
    };
    let is_reply = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        let of_the_case = name == "case.json" || name.starts_with("expected") || is_document(&name);
        !of_the_case && [".json", ".ndjson", ".csv"].iter().any(|ending| name.ends_with(ending))
    };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_reply).collect();
    paths.sort();
    paths
}

fn read_json(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn settings(value: &Value) -> Settings {
    match value {
        Value::Null => Settings::default(),
        given => serde_json::from_value(given.clone()).unwrap(),
    }
}

/// The summary as the naive converter writes it: of warnings code and count.
fn comparable(report: &FinishedReport) -> Value {
    let mut summary = serde_json::to_value(&report.summary).unwrap();
    let members = summary.as_object_mut().unwrap();
    members.remove("filename");
    for skipped in members["skipped"].as_array_mut().unwrap() {
        skipped.as_object_mut().unwrap().remove("message");
    }
    for warning in members["warnings"].as_array_mut().unwrap() {
        warning.as_object_mut().unwrap().retain(|name, _| name == "code" || name == "count");
    }
    summary
}

fn assert_same_lines(actual: &str, expected: &str, case: &str, way: &str) {
    for (number, (actual, expected)) in actual.lines().zip(expected.lines()).enumerate() {
        assert_eq!(actual, expected, "{case}, {way}: line {}", number + 1);
    }
    assert_eq!(actual.len(), expected.len(), "{case}, {way}: length of the CSV");
}
