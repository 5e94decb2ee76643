//! The texts of rows, each kept once: of what was sold, and of who asked for it.

use std::rc::Rc;

use super::kept::{Kept, KeyNumbers, PartOfKey};
use crate::counting::Counting;
use crate::error::Result;
use crate::focus::row::RowKey;
use crate::focus::template::{RowTemplate, WhoTexts};

/// So many of a kind are kept, and so many bytes of texts.
const MAX_KEPT: usize = 16_384;
const MAX_BYTES: usize = 32 << 20;

/// Texts of keys.
#[derive(Debug)]
pub(super) struct KeyTexts {
    rows: Kept<RowTemplate>,
    whos: Kept<WhoTexts>,
    bytes: usize,
}

impl Default for KeyTexts {
    fn default() -> Self {
        Self { rows: Kept::by(PartOfKey::Sold), whos: Kept::by(PartOfKey::Asked), bytes: 0 }
    }
}

impl KeyTexts {
    /// The texts of a key, made by `render` where they are new.
    pub(super) fn of(
        &mut self,
        key: &Rc<RowKey>,
        render: &mut dyn FnMut() -> Result<(RowTemplate, WhoTexts)>,
    ) -> Result<KeyNumbers> {
        let (row, who) = (self.rows.number(key), self.whos.number(key));
        if let (Some(sold), Some(asked)) = (row, who) {
            return Ok(KeyNumbers { sold, asked });
        }
        let (template, texts) = render()?;
        self.bytes.count_more(template.room(&texts, 0));
        Ok(KeyNumbers {
            sold: row.unwrap_or_else(|| self.rows.add(key, template)),
            asked: who.unwrap_or_else(|| self.whos.add(key, texts)),
        })
    }

    #[inline(always)]
    pub(super) fn get(&self, key: KeyNumbers) -> Option<(&RowTemplate, &WhoTexts)> {
        self.rows.get(key.sold).zip(self.whos.get(key.asked))
    }

    /// Whether there are so many that it is time to forget.
    pub(super) fn are_full(&self) -> bool {
        self.bytes >= MAX_BYTES || self.rows.len().max(self.whos.len()) >= MAX_KEPT
    }
}
