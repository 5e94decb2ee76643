//! Zones in JavaScript hosts: `Intl.DateTimeFormat`, so that the module holds no zone data.

use time::{UtcDateTime, UtcOffset};
use wasm_bindgen::prelude::*;

use crate::timezone::TimeZone;

#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    /// An `Intl.DateTimeFormat` of the zone; `undefined` where the host knows none of the name.
    #[wasm_bindgen(js_name = zoneFormat)]
    fn zone_format(name: &str) -> JsValue;

    /// How many seconds the zone's clocks are ahead of UTC.
    #[wasm_bindgen(js_name = zoneOffset)]
    fn zone_offset(format: &JsValue, epoch_seconds: f64) -> i32;
}

/// Looks a zone up in the host's data.
pub(super) fn find(name: &str) -> Option<Box<dyn TimeZone>> {
    let format = zone_format(name);
    (!format.is_undefined()).then(|| Box::new(IntlZone(format)) as Box<dyn TimeZone>)
}

struct IntlZone(JsValue);

impl TimeZone for IntlZone {
    fn offset_at(&self, instant: UtcDateTime) -> UtcOffset {
        let seconds = zone_offset(&self.0, instant.unix_timestamp() as f64);
        UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
    }
}
