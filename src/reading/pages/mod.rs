//! The pages of reading: the frame around a file, what is shown of it, and the file itself.

pub mod content;
pub mod preview;
mod shown;
