//! What was used, in FOCUS's words: SKU, service and description of each of fal's product lines.

use std::borrow::Cow;

use super::row::{Charge, FocusRow, RowKey};
use crate::datetime::is_digits;
use crate::json::quoted;
use crate::usage::{LineItem, Product};

/// The three Service columns.
pub(super) struct Service<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) category: &'static str,
    pub(super) subcategory: &'static str,
}

/// One category per name (ServiceName-C-005, -008): what is no usage has names of its own.
pub(super) fn service(row: &FocusRow) -> Service<'_> {
    let (name, category, subcategory) = match &row.charge {
        Charge::Usage(key, _) => match &key.product {
            Product::ModelApis => {
                ("fal Model APIs".into(), "AI and Machine Learning", "Generative AI")
            }
            Product::Serverless => ("fal Serverless".into(), "Compute", "Serverless Compute"),
            Product::Compute => ("fal Compute".into(), "Compute", "Virtual Machines"),
            Product::Other(name) => (format!("fal {name}").into(), "Other", "Other (Other)"),
        },
        Charge::Invoice(charge) => (charge.service_name.into(), "Other", "Other (Other)"),
    };
    Service { name, category, subcategory }
}

/// SkuId: the endpoint, or the machine of a product line; the same for all accounts, prices and
/// discounts (SkuId-C-008 to -010).
pub(super) fn sku_id(item: &LineItem) -> String {
    let used = item.endpoint_id.as_deref().unwrap_or_default();
    match (&item.product, &item.machine_type) {
        (Product::ModelApis, _) => used.to_owned(),
        (product, machine) => {
            format!("{}/{}", product.as_str(), machine.as_deref().unwrap_or(used))
        }
    }
}

/// ChargeDescription.
pub(super) fn description(key: &RowKey) -> String {
    let RowKey { sku_id, pricing_unit, app, .. } = key;
    match app {
        Some(app) => format!("Usage of {sku_id} by {app} in {pricing_unit}"),
        None => format!("Usage of {sku_id} in {pricing_unit}"),
    }
}

/// SkuPriceDetails in FOCUS's own keys, of what runs on a machine.
pub(super) fn price_details(key: &RowKey) -> Option<String> {
    let machine = key.machine_type.as_deref()?;
    let gpus = machine
        .strip_prefix("gpu_")
        .and_then(|rest| rest.split_once("x_"))
        .map(|(count, _)| count)
        .filter(|count| is_digits(count) && !count.starts_with('0'));
    let machine = quoted(machine);
    Some(match gpus {
        Some(count) => format!("{{\"GpuCount\":{count},\"InstanceType\":{machine}}}"),
        None => format!("{{\"InstanceType\":{machine}}}"),
    })
}
