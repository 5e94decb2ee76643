//! Makes reports natively, and says what came out: one line of JSON for each file that is named, which
//! holds `{ request, options, files: [{ name, text }] }` as `tests/determinism.test.mjs` writes it.
//!
//! ```sh
//! cargo run --example reports -- case.json
//! ```

use std::error::Error;
use std::{env, fs};

use fal_focus::options::ReportOptions;
use fal_focus::report::{FinishedReport, ReportWriter};
use fal_focus::request::ReportRequest;
use fal_focus::settings::Settings;
use fal_focus::timezone::native;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::UtcDateTime;

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        let case: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
        let mut csv = Vec::new();
        let told = match report(&case, &mut csv) {
            Ok(FinishedReport { summary, metadata }) => {
                let hash: String =
                    Sha256::digest(&csv).iter().map(|byte| format!("{byte:02x}")).collect();
                json!({ "csv": hash, "summary": summary, "metadata": metadata })
            }
            Err(error) => json!({ "code": error.code().as_str(), "field": error.field_name() }),
        };
        println!("{told}");
    }
    Ok(())
}

fn report(case: &Value, csv: &mut Vec<u8>) -> Result<FinishedReport, fal_focus::error::Error> {
    let request = ReportRequest::from_settings(&settings(case, "request"))?;
    let options =
        ReportOptions::from_settings(&settings(case, "options"), UtcDateTime::UNIX_EPOCH)?;
    let window = request.resolve(&options, &native::find)?;
    let mut writer = ReportWriter::new(window, options, csv)?;
    for file in case.get("files").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| file.get(name).and_then(Value::as_str);
        writer.write(text("text").unwrap_or_default().as_bytes(), text("name"))?;
    }
    writer.finish()
}

fn settings(case: &Value, name: &str) -> Settings {
    case.get(name).and_then(|given| Settings::deserialize(given).ok()).unwrap_or_default()
}
