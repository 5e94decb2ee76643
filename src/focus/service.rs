//! The services that charges are for: one category for each name (ServiceName-C-005, -008), so that
//! what is no usage has names of its own.

use std::borrow::Cow;

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Raw instances.
    Compute,
    /// Endpoint calls.
    ModelApis,
    /// Deployed apps.
    Serverless,
    /// A product line that came after this program.
    Other(String),
    /// What an invoice takes off.
    Credits,
    /// What a state adds to it.
    Tax,
    /// What rounding leaves.
    Adjustments,
}

#[cfg(feature = "parts")]
impl crate::wire::Wire for Service {
    fn put(&self, out: &mut Vec<u8>) {
        let place = Self::NAMED.iter().position(|named| named == self);
        place.put(out);
        if let Service::Other(product) = self {
            product.put(out);
        }
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        match Option::<usize>::from_wire(from)? {
            Some(place) => Self::NAMED.get(place).cloned(),
            None => String::from_wire(from).map(Service::Other),
        }
    }
}

impl Service {
    /// All that are not named by fal alone.
    #[cfg(feature = "parts")]
    const NAMED: [Service; 6] = [
        Service::Compute,
        Service::ModelApis,
        Service::Serverless,
        Service::Credits,
        Service::Tax,
        Service::Adjustments,
    ];

    /// ServiceName.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Service::Compute => "fal Compute".into(),
            Service::ModelApis => "fal Model APIs".into(),
            Service::Serverless => "fal Serverless".into(),
            Service::Other(product) => Self::name_of_other(product).into(),
            Service::Credits => "fal Credits".into(),
            Service::Tax => "Tax".into(),
            Service::Adjustments => "fal Adjustments".into(),
        }
    }

    /// A product line may be named like one of ours, and is of another category.
    fn name_of_other(product: &str) -> String {
        let name = format!("fal {product}");
        let ours = [Service::Compute, Service::ModelApis, Service::Serverless];
        match ours.iter().any(|service| service.name() == name) {
            true => name + " (other)",
            false => name,
        }
    }

    /// ServiceCategory.
    pub const fn category(&self) -> &'static str {
        match self {
            Service::ModelApis => "AI and Machine Learning",
            Service::Compute | Service::Serverless => "Compute",
            _ => "Other",
        }
    }

    /// ServiceSubcategory.
    pub const fn subcategory(&self) -> &'static str {
        match self {
            Service::ModelApis => "Generative AI",
            Service::Compute => "Virtual Machines",
            Service::Serverless => "Serverless Compute",
            _ => "Other (Other)",
        }
    }
}
