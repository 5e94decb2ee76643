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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stay_at_the_largest_number() {
        let mut count = 0u8;
        count.count_one();
        count.count_more(253);
        assert_eq!(count, 254);
        count.count_more(2);
        assert_eq!(count, u8::MAX);
        count.count_one();
        assert_eq!(count, u8::MAX);
    }
}
