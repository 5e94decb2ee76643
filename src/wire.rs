//! Bytes in which a part of a report goes from one thread to another: of one build to the same, and
//! never kept.

use std::rc::Rc;

use time::UtcDateTime;

/// What can be put into bytes, and taken from them again.
pub(crate) trait Wire: Sized {
    /// Puts it behind what is there.
    fn put(&self, out: &mut Vec<u8>);

    /// Takes it from the front; `None` of bytes that no `put` has made.
    fn from_wire(from: &mut &[u8]) -> Option<Self>;
}

/// A struct is its fields, one after the other.
macro_rules! wire_fields {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::wire::Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::wire::Wire::put(&self.$field, out);)*
            }

            fn from_wire(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: $crate::wire::Wire::from_wire(from)?),* })
            }
        }
    };
}

/// A thing of a list is its place in it.
macro_rules! wire_place {
    ($type:ty, $all:expr) => {
        impl $crate::wire::Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let place = $all.iter().position(|one| one == self);
                out.push(place.unwrap_or(usize::from(u8::MAX)) as u8);
            }

            fn from_wire(from: &mut &[u8]) -> Option<Self> {
                $all.get(usize::from(u8::from_wire(from)?)).copied()
            }
        }
    };
}

/// Numbers in as many bytes as they have.
macro_rules! wire_numbers {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn from_wire(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )*};
}

pub(crate) use {wire_fields, wire_place};

wire_numbers!(u8, u32, u64, u128, i32, i128);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        Some(u8::from_wire(from)? != 0)
    }
}

impl Wire for usize {
    fn put(&self, out: &mut Vec<u8>) {
        (*self as u64).put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        usize::try_from(u64::from_wire(from)?).ok()
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let length = usize::from_wire(from)?;
        let (bytes, rest) = from.split_at_checked(length)?;
        *from = rest;
        String::from_utf8(bytes.to_vec()).ok()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(thing) = self {
            thing.put(out);
        }
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        match bool::from_wire(from)? {
            true => T::from_wire(from).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|thing| thing.put(out));
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        let length = usize::from_wire(from)?;
        (0..length).map(|_| T::from_wire(from)).collect()
    }
}

impl<T: Wire> Wire for Rc<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        T::from_wire(from).map(Rc::new)
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        Some((A::from_wire(from)?, B::from_wire(from)?))
    }
}

impl Wire for UtcDateTime {
    fn put(&self, out: &mut Vec<u8>) {
        self.unix_timestamp_nanos().put(out);
    }

    fn from_wire(from: &mut &[u8]) -> Option<Self> {
        UtcDateTime::from_unix_timestamp_nanos(i128::from_wire(from)?).ok()
    }
}
