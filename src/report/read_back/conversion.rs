//! From the columns of one FOCUS version to those of another.

use crate::counting::Counting;
use crate::focus::column::{COLUMNS, Cell, Column, in_order_of};
use crate::focus::header::Told;
use crate::focus::input_column::InputColumn;
use crate::focus::version::FocusVersion;

/// The names of who sells, hosts and publishes: they came in 1.3 and went in 1.4, and mostly say
/// the same.
const PROVIDERS: [&str; 4] =
    ["HostProviderName", "ProviderName", "PublisherName", "ServiceProviderName"];

/// Which column of the file becomes which of the report, and what is lost.
pub(super) struct Conversion {
    /// The version of the report.
    pub(super) version: FocusVersion,
    /// Where the cells of the report's columns come from; `None` where the columns are the file's.
    from: Option<Vec<usize>>,
    lost: Vec<Lost>,
}

/// A column that has no place in the report.
#[derive(Debug)]
struct Lost {
    name: String,
    from: usize,
    /// What says the same: no value is lost where it is equal.
    same_as: Option<usize>,
    count: u64,
}

impl Conversion {
    /// The conversion to a version, and the columns of the report.
    pub(super) fn of(header: &[&str], target: Option<FocusVersion>) -> (Self, Vec<InputColumn>) {
        let Told { version, is_certain } = Told::by(header);
        match target.filter(|target| *target != version || !is_certain) {
            Some(target) => Header(header).converted_to(target),
            None => {
                let columns = header.iter().map(|name| InputColumn::named(name)).collect();
                (Self { version, from: None, lost: Vec::new() }, columns)
            }
        }
    }

    /// The cells of a row of the report, where they are not those of the file.
    pub(super) fn convert(&self, cells: &[Cell<'static>]) -> Option<Vec<Cell<'static>>> {
        let cell = |from: &usize| cells.get(*from).cloned().unwrap_or(Cell::Null);
        self.from.as_ref().map(|from| from.iter().map(cell).collect())
    }

    /// Counts what of a row is lost.
    pub(super) fn count_lost(&mut self, cells: &[Cell<'static>]) {
        for lost in &mut self.lost {
            let value = cells.get(lost.from);
            let is_kept = lost.same_as.is_some_and(|other| cells.get(other) == value);
            lost.count.count_more(u64::from(value != Some(&Cell::Null) && !is_kept));
        }
    }

    /// The columns of which values were lost, with how many.
    pub(super) fn lost(self) -> impl Iterator<Item = (String, u64)> {
        self.lost.into_iter().filter(|lost| lost.count > 0).map(|lost| (lost.name, lost.count))
    }
}

struct Header<'h>(&'h [&'h str]);

impl Header<'_> {
    fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|known| *known == name)
    }

    /// Where the provider stands, whatever the file calls it.
    fn provider(&self) -> Option<usize> {
        self.place("ServiceProviderName").or_else(|| self.place("ProviderName"))
    }

    /// Where the provider of a report of the version comes from.
    fn provider_in(&self, version: FocusVersion) -> Option<usize> {
        match version {
            FocusVersion::V1_3 | FocusVersion::V1_4 => self.provider(),
            _ => self.place("ProviderName").or_else(|| self.provider()),
        }
    }

    /// What a column is called in another version, or who says the same there.
    fn source(&self, name: &str) -> Option<usize> {
        self.place(name).or_else(|| match name {
            "ServiceProviderName" | "HostProviderName" | "ProviderName" => self.provider(),
            // A publisher can be another company: it is only taken from the newer names.
            "PublisherName" => self.place("ServiceProviderName"),
            "InvoiceId" => self.place("x_InvoiceId"),
            _ => None,
        })
    }

    fn converted_to(&self, version: FocusVersion) -> (Conversion, Vec<InputColumn>) {
        let of_version = COLUMNS.iter().filter(|c| c.is_focus() && c.is_in(version));
        let mut columns: Vec<(InputColumn, usize)> = of_version
            .filter_map(|c| Some((InputColumn::named(c.name), self.source(c.name)?)))
            .collect();
        in_order_of(version, &mut columns, |(column, _)| &column.name);
        let invoice_id = Column::named("InvoiceId").is_some_and(|column| column.is_in(version));
        let moved_in = invoice_id && self.place("InvoiceId").is_none();
        let custom = self.0.iter().zip(0..).filter(|(name, _)| {
            let is_focus = Column::named(name).is_some_and(Column::is_focus);
            !(is_focus || (moved_in && **name == "x_InvoiceId"))
        });
        columns.extend(custom.map(|(name, from)| (InputColumn::named(name), from)));
        let moved_out = if invoice_id || self.place("x_InvoiceId").is_some() {
            None
        } else {
            self.place("InvoiceId")
        };
        columns.extend(moved_out.map(|from| (InputColumn::named("x_InvoiceId"), from)));
        let (columns, from) = columns.into_iter().unzip();
        (Conversion { version, from: Some(from), lost: self.lost_in(version, moved_out) }, columns)
    }

    /// The provider of 1.3 becomes that of 1.2, or its publisher, where the file has none.
    fn moves_on(&self, name: &str) -> bool {
        let older = ["ProviderName", "PublisherName"];
        name == "ServiceProviderName" && older.iter().any(|older| self.place(older).is_none())
    }

    fn lost_in(&self, version: FocusVersion, moved: Option<usize>) -> Vec<Lost> {
        let missing = self.0.iter().zip(0..).filter(|(name, from)| {
            let column = Column::named(name).filter(|column| column.is_focus());
            column.is_some_and(|column| !column.is_in(version))
                && moved != Some(*from)
                && !self.moves_on(name)
        });
        let lost = missing.map(|(name, from)| Lost {
            name: (*name).to_owned(),
            from,
            same_as: PROVIDERS.contains(name).then(|| self.provider_in(version)).flatten(),
            count: 0,
        });
        lost.collect()
    }
}
