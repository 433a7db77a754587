//! Catalogues come in and go out: files of other programs become editions, and editions become files.

pub mod bring;
