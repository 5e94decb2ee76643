//! What was used, in FOCUS's words: the SKU and the service of each of fal's product lines.

use crate::focus::service::Service;
use crate::usage::{LineItem, Product};

/// The service of a product line.
pub(super) fn service(product: Product) -> Service {
    match product {
        Product::ModelApis => Service::ModelApis,
        Product::Serverless => Service::Serverless,
        Product::Compute => Service::Compute,
        Product::Other(name) => Service::Other(name),
    }
}

/// SkuId: the endpoint, which is taken, or the machine of a product line; the same for all accounts,
/// prices and discounts (SkuId-C-008 to -010).
pub(super) fn sku_id(item: &mut LineItem) -> String {
    let used = item.endpoint_id.take().unwrap_or_default();
    match (&item.product, &item.machine_type) {
        (Product::ModelApis, _) => used,
        (product, machine) => [product.as_str(), "/", machine.as_ref().unwrap_or(&used)].concat(),
    }
}
