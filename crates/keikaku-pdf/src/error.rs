//! Why a file could not be read at all.

/// Why a file could not be read at all.
///
/// What is wrong with one page only is a [`PdfProblem`](crate::PdfProblem), and the other pages are
/// read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PdfError {
    /// It is no PDF, or too damaged to find any page in it.
    #[error("not a PDF, or too damaged to find its pages")]
    Damaged,
    /// It is encrypted, and the empty password does not open it.
    #[error("encrypted with a password")]
    Password,
    /// It is encrypted in a way that is not known, or its encryption is broken.
    #[error("encrypted in a way that cannot be read")]
    Encryption,
    /// One of its streams would take more than [`Limits::stream_bytes`](crate::Limits) when it is
    /// unpacked.
    #[error("a part of it unpacks to more than {0} bytes")]
    StreamTooLarge(u64),
    /// The reader stopped by a defect of its own.
    #[error("the reader stopped by a defect of its own")]
    Internal,
}
