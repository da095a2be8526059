//! How problems are declared.

/// Declares `Problem` with everything that belongs to one: its code, its text, the way on, and by how much
/// it misses where two of its numbers say so.
macro_rules! problems {
    ($(
        $(#[doc = $doc:literal])*
        $code:literal $variant:ident $({ $($(#[doc = $about:literal])* $field:ident: $ty:ty,)* })?
            => $message:literal, $help:literal $(, gap $more:ident - $less:ident)?;
    )*) => {
        /// What is wrong with a fact, given the facts before it. The text carries both numbers.
        #[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
        pub enum Problem {
            $($(#[doc = $doc])* #[error($message)] $variant $({ $($(#[doc = $about])* $field: $ty,)* })?,)*
        }

        /// The kind of a problem, without its numbers.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum ProblemKind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl ProblemKind {
            /// Every kind, in the order of codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// What is wrong, line by line.
            #[must_use]
            pub const fn meaning(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($doc),*],)*
                }
            }

            /// A way on.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self {
                    $(Self::$variant => $help,)*
                }
            }
        }

        impl Problem {
            /// Every code, in order. Codes are never reused.
            pub const CODES: &[&str] = &[$($code,)*];

            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> ProblemKind {
                match self {
                    $(Self::$variant { .. } => ProblemKind::$variant,)*
                }
            }

            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                self.kind().code()
            }

            /// By how much it misses, where there is such a number.
            #[must_use]
            pub fn gap(&self) -> Option<Exact> {
                match self {
                    $(Self::$variant { $($more, $less,)? .. } => problems!(@gap $($more $less)?),)*
                }
            }

            /// A way on.
            #[must_use]
            pub const fn help(&self) -> &'static str {
                self.kind().help()
            }
        }
    };
    (@gap) => { None };
    (@gap $more:ident $less:ident) => { $more.minus(*$less) };
}

pub(super) use problems;
