//! Our own formats: the YAML of a pack, and a workbook that people can fill in.

pub mod yaml;

#[cfg(test)]
mod tests;
