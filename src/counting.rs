//! Counts of what was met: they stay at the largest number that there is, and never begin anew.

/// How many of something there were so far.
pub(crate) trait Counting: From<u8> {
    /// There were so many more.
    fn count_more(&mut self, more: Self);

    /// There was one more.
    #[inline(always)]
    fn count_one(&mut self) {
        self.count_more(Self::from(1));
    }
}

macro_rules! counting {
    ($($number:ty),*) => {
        $(impl Counting for $number {
            #[inline(always)]
            fn count_more(&mut self, more: Self) {
                *self = self.saturating_add(more);
            }
        })*
    };
}

counting!(u8, u32, u64, usize);
